"""No text of an article and no query of a reader becomes markup."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from archive.models import Article
from search.highlighting import marked, snippet

EVIL = [
    "<script>alert(1)</script>",
    "</mark><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "<mark>假</mark>",
    "&lt;script&gt;",
    "<！--",
    "＜script＞alert(1)＜/script＞",
    "{{ request }}{% debug %}",
    "javascript:alert(1)",
]
TAG = re.compile(r"<(?!/?mark>)")


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("term", ["script", "<", "alert(1)", "lt", "mark", "&", "海堤"])
def test_markup_in_a_text_is_shown_as_text(evil: str, term: str) -> None:
    text = f"海堤{evil}海堤"
    for html in (marked(text, [term]), snippet([text], [term])):
        assert not TAG.search(html)
        bare = html.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in bare and ">" not in bare
        assert '"' not in bare and "'" not in bare


@given(
    st.text(st.sampled_from("<>&\"'/markscript海 ;lt"), max_size=60),
    st.lists(st.text(st.sampled_from("<>&;markl"), min_size=1, max_size=4), max_size=4),
)
def test_only_our_own_marks_are_markup(text: str, terms: list[str]) -> None:
    assert not TAG.search(marked(text, [term.strip() or "海" for term in terms]))
    assert not TAG.search(snippet([text], [term.strip() or "海" for term in terms]))


#: The scripts of the page.
NAMES = ("suggest", "language", "search")


@pytest.mark.parametrize("evil", EVIL)
def test_the_results_page_shows_evil_texts_and_queries_as_text(
    evil: str, publish: Callable[..., Article], client: Client
) -> None:
    publish(title=f"海堤{evil}", body=[f"{evil}海堤{evil}"])
    for query in ("海堤", evil, f"“{evil}"):
        page = client.get("/search/", {"q": query, "sort": evil, "script": evil, "source": evil}).content.decode()
        ours = [page.count(f'<script src="/static/js/{name}.js" defer></script>') for name in NAMES]
        assert ours == [1, 1, 1] and page.lower().count("<script") == 3
        assert "<img" not in page and "<svg onload" not in page
        assert "<mark>假</mark>" not in page
    answer = client.get("/api/v1/search", {"q": "海堤"}).json()
    assert not TAG.search(answer["results"][0]["snippet"])
