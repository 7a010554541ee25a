"""The contract of search backends. Its modules hold no tests of their own, so pytest has to be told to explain them."""

import pytest

pytest.register_assert_rewrite(
    "tests.search.backends.newsroom",
    "tests.search.backends.contract",
    "tests.search.backends.words",
    "tests.search.backends.conditions",
    "tests.search.backends.answers",
    "tests.search.backends.gate",
    "tests.search.backends.agreement",
)
