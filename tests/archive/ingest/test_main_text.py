"""The main text on pages built like those of the usual families of sites (tests/data/families).

Each page is a file NAME.html with invented words; NAME.txt beside it holds its body, one block a line. The families:
portals with a stream below the article, party and government sites, WeChat, papers of Taiwan and Hong Kong, and pages
on which little text stands among much furniture or speaks of what furniture speaks of.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archive.ingest import authority, boilerplate, page, pipeline
from archive.ingest.boilerplate.places import place_of, places
from archive.ingest.extractors import titles
from archive.ingest.parsers import html
from archive.ingest.records import Extraction, MediaType, Parsed, RawBlock, Reason, Role, SourceFile

FAMILIES = Path(__file__).parents[2] / "data" / "families"
PROSE = "汐城海事处今天通报，夜间引航试行两个月以来，超大型船舶的候潮时间减少了一半。"


@cache
def agencies() -> authority.Authority:
    return authority.starter()


def read(text: str, name: str = "a.html") -> Extraction:
    result = pipeline.extract(SourceFile(name, text.encode()), authority=agencies(), today=date(2026, 11, 21))
    assert isinstance(result, Extraction), result
    return result


@pytest.mark.parametrize("family", sorted(path.stem for path in FAMILIES.glob("*.html")))
def test_a_page_of_this_family_gives_its_article_and_nothing_else(family: str) -> None:
    extraction = read((FAMILIES / f"{family}.html").read_text(encoding="utf-8"))
    assert list(extraction.body) == (FAMILIES / f"{family}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("family", sorted(path.stem for path in FAMILIES.glob("*.html")))
def test_of_a_plain_text_dump_of_the_page_no_sentence_is_lost(family: str) -> None:
    blocks = html.parse((FAMILIES / f"{family}.html").read_text(encoding="utf-8")).blocks
    body = read("\n".join(block.text for block in blocks), "a.txt").body
    wanted = (FAMILIES / f"{family}.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in wanted if line.endswith("。") and line not in body] == []


def test_a_picture_story_keeps_its_captions_as_text() -> None:
    captions = [f"第{n}天，学徒在合作社里编灯笼，师傅站在一旁看。汐城社记者 祁闻舟 摄" for n in "一二三"]
    told = "".join(f"<p>{caption}</p>" for caption in captions)
    assert read(f"<div><h1>竹编灯笼的三天</h1><p>合作社有十一名学徒。</p>{told}</div>").body[1:] == tuple(captions)


def test_a_caption_in_a_story_of_words_stands_apart() -> None:
    extraction = read(f"<div><h1>夜航试行</h1><p>{PROSE}</p><p>▲引航船出港。祁闻舟 摄</p><p>此外，{PROSE}</p></div>")
    assert [block.role for block in extraction.blocks if "引航船" in block.text] == [Role.CAPTION]


@pytest.mark.parametrize(
    "page",
    [
        "<h1>栏目</h1><ul>" + "".join(f"<li><a href=#>别处的第{n}条新闻标题</a></li>" for n in range(20)) + "</ul>",
        "<h1>栏目</h1>"
        + "".join(f"<div><h3><a href=#>别处的第{n}条新闻标题</a></h3><p>第{n}则：{PROSE}</p></div>" for n in range(6)),
        "<div class=nav><a href=#>首页</a> <a href=#>新闻</a></div><div>请登录</div><div>忘记密码</div>"
        + "".join(f"<p><a href=#>别处的第{n}条新闻标题</a></p>" for n in range(5)),
    ],
)
def test_a_page_without_an_article_has_no_body_and_keeps_its_blocks(page: str) -> None:
    extraction = read(page)
    assert extraction.body == ()
    assert len(extraction.blocks) >= 5
    assert all(block.reason and block.rule for block in extraction.blocks if block.role is Role.REMOVED)


def test_a_name_speaks_only_against_the_lesser_part_of_an_article() -> None:
    text = "".join(f"<p>第{n}段。{PROSE}</p>" for n in range(4))
    assert len(read(f"<div><h1>夜航试行</h1><div class='share-content'>{text}</div></div>").body) == 4


def test_what_an_outlets_rule_has_decided_stays_decided() -> None:
    texts = (
        "夜航试行两月",
        PROSE,
        f"此外，{PROSE}",
        "本台独家推荐请看这里",
        f"相反，{PROSE}",
        "相关阅读",
        f"别处，{PROSE}",
    )
    draft = page.build(Parsed(MediaType.PLAIN, tuple(RawBlock(text) for text in texts)))
    boilerplate.mark_credits(draft)
    boilerplate.mark_furniture(draft)
    title, position = titles.find(draft)
    draft.lines[2].remove(Reason.TEASER, "outlets.toml:汐城网/second")
    draft.lines[6].role = Role.PARAGRAPH
    boilerplate.find_region(draft, position)
    boilerplate.settle(draft, title.value if title else None, position)
    assert (draft.lines[2].role, draft.lines[2].rule) == (Role.REMOVED, "outlets.toml:汐城网/second")
    assert draft.lines[6].role is Role.PARAGRAPH


def test_every_removed_block_names_a_rule_that_can_be_found() -> None:
    sources = [
        *Path(boilerplate.__file__).parent.glob("*.py"),
        Path(boilerplate.__file__).parents[1] / "data" / "boilerplate.toml",
    ]
    known = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    rules = {
        block.rule.removeprefix("after-")
        for path in FAMILIES.glob("*.html")
        for block in read(path.read_text(encoding="utf-8")).blocks
        if block.role is Role.REMOVED
    }
    assert [rule for rule in rules if f'"{rule}"' not in known and f"-{rule}" not in known] == []


def test_places_have_names_of_their_own_and_speak_of_what_they_say() -> None:
    assert len({place.name for place in places()}) == len(places())
    assert [place.name for name in ("bdsharebuttonbox", "share-bar") if (place := place_of((name,)))] == [
        "place-share"
    ] * 2
    ordinary = ("article-content", "text", "trs_editor", "headline", "position-relative", "__next", "views-field")
    assert [name for name in ordinary if place_of((name,))] == []


LINES = st.one_of(
    st.sampled_from(
        (
            PROSE,
            f"此外，{PROSE}",
            "相关阅读",
            "更多>>",
            "（责任编辑：何汀）",
            "来源：汐城晚报 2024-07-18",
            "首页 | 新闻 | 财经 | 体育",
            "Copyright © 2014-2025 汐城网",
            "分享到：微信 微博",
            "一、候潮",
            "图为引航船。祁闻舟 摄",
            "未经授权不得转载本网站内容，违者将依法追究责任，特此声明，请各网站遵照执行为要。",
            "夜航试行两月",
        )
    ),
    st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=60),
)
BLOCKS = st.builds(
    RawBlock,
    LINES,
    st.sampled_from(("p", "div", "li", "h1", "td", "figcaption", "")),
    st.lists(st.sampled_from(("content", "share-bar", "hidden", "related", "comment", "main")), max_size=3).map(tuple),
    st.sampled_from((0.0, 0.3, 0.9, 1.0)),
    st.lists(st.integers(1, 9), max_size=4).map(lambda numbers: tuple(sorted(set(numbers)))),
)


@given(st.lists(BLOCKS, min_size=1, max_size=25), st.booleans())
@settings(max_examples=100, deadline=None)
def test_blocks_stay_in_order_and_each_is_one_thing(blocks: list[RawBlock], is_html: bool) -> None:
    raw = tuple(blocks) if is_html else tuple(RawBlock(block.text) for block in blocks)
    draft = page.build(Parsed(MediaType.HTML if is_html else MediaType.PLAIN, raw))
    boilerplate.mark_credits(draft)
    boilerplate.mark_furniture(draft)
    title, position = titles.find(draft)
    boilerplate.find_region(draft, position)
    boilerplate.settle(draft, title.value if title else None, position)
    finished = [line.finished() for line in draft.lines]
    assert [block.text for block in finished] == [block.text for block in raw]
    assert [block.position for block in finished] == list(range(len(raw)))
    for line, block in zip(draft.lines, finished, strict=True):
        assert line.role is not None, "nothing is left undecided"
        assert (block.role is Role.REMOVED) == (block.reason is not None) == bool(block.rule)


TAGS = (
    "<p> </p> <br> <h1> </h1> <li> <ul> </ul> <a> </a> </div> <div> <table><tr><td> </td></tr></table> <pre> </pre>"
    " <figure><figcaption> </figcaption></figure> <script>var</script> <!--x--> <svg><path/></svg> <rt> <"
)
FRAGMENTS = st.lists(
    st.one_of(LINES, st.sampled_from((*TAGS.split(), "<div class='content'>", "<div class='related hidden'>"))),
    max_size=40,
)


@given(FRAGMENTS)
@settings(max_examples=60, deadline=None)
def test_of_a_page_made_of_scraps_nothing_is_lost(fragments: list[str]) -> None:
    text = "<html><body>" + "".join(fragments) + PROSE
    blocks = html.parse(text).blocks
    assume(blocks)
    result = read(text)
    assert [block.text for block in result.blocks] == [block.text for block in blocks]
    inside = [block for block in result.blocks if block.role in (Role.PARAGRAPH, Role.HEADING)]
    assert tuple(block.cleaned for block in inside) == result.body
    assert all(isinstance(block.reason, Reason) for block in result.blocks if block.role is Role.REMOVED)
