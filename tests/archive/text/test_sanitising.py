"""The allow-list for markup from outside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.sanitising import SANITISER_VERSION, sanitise

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><set attributeName=href to=javascript:alert(1)></svg>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#x01;javascript:alert(1)'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<form action=x><button formaction='javascript:alert(1)'>x</button></form>",
    "<p style='position:fixed' id=content name=x class=y>x</p>",
    "<style>@import 'x'</style><base href=//evil><meta http-equiv=refresh content=0>",
    "<template><script>alert(1)</script></template><!-- --!><img src=x onerror=alert(1)> -->",
]


@pytest.mark.parametrize("markup", HOSTILE)
def test_nothing_that_runs_loads_or_restyles_survives(markup: str) -> None:
    clean = sanitise(markup).lower()
    for forbidden in (
        "<script",
        "onerror",
        "javascript:",
        "<img",
        "<svg",
        "<iframe",
        "style",
        " id=",
        " class=",
        "<form",
    ):
        assert forbidden not in clean


def test_words_links_and_headings_survive() -> None:
    clean = sanitise('<div><h2>小标题</h2><p>正文<a href="https://a.example/1">链接</a></p></div>')
    assert "<h2>小标题</h2>" in clean
    assert 'href="https://a.example/1"' in clean
    assert 'rel="noopener noreferrer nofollow"' in clean


@given(st.text(alphabet="<>/ab=\"'&;p scriptonx:", max_size=200))
def test_sanitising_twice_changes_nothing_more(markup: str) -> None:
    assert sanitise(sanitise(markup)) == sanitise(markup)


def test_there_is_a_version_to_store_beside_sanitised_text() -> None:
    assert SANITISER_VERSION >= 1
