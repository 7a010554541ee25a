"""Two outlets kept apart: the source that a page credits, and the site that published this page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.ingest.authority import Authority
from archive.ingest.extractors import datelines
from archive.ingest.extractors.evidence import (
    Candidate,
    best,
    by_rank,
    from_credit,
    from_line,
    from_metadata,
    rank_of,
    stated,
)
from archive.ingest.extractors.nearness import Surroundings, surroundings
from archive.ingest.grammar.credits import Kind
from archive.ingest.grammar.names import is_person
from archive.ingest.grammar.words import any_of, contains, ends_with, whole
from archive.ingest.page import LOOK, Line, Page
from archive.ingest.records import BATCH_OUTLET, Evidence, Fact, Metadata, Role
from archive.text.folding import fold

_OUTLET = ends_with("outlets", "ends")
_NOT_A_SOURCE = re.compile(rf"^(?:{any_of('outlets', 'nobody')}|\W*)$")
_SOURCE_LABEL = re.compile(r"^(?:来源|稿源|文章来源|新闻来源|信息来源)\s?[:/]?\s*")
_PLACE = whole("outlets", "provinces", "(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?")
_SOURCE_NAME = contains("outlets", "source_elements")
_ACCOUNT_NAME = contains("outlets", "account_elements")
_MAX_SOURCE = 20
_PLATFORM_AUTHORS = ("front matter:author", "front matter:作者", "meta:author")
_ORGANISATIONS = ("json-ld:author", "meta:article:author", "meta:mediaid")  # people, unless named like an outlet
_HAN = "\u3400-\u9fff"
_NAME = rf"[{_HAN}a-z0-9]{{0,12}}[{_HAN}][{_HAN}a-z0-9]{{0,11}}"
_SITE_PATTERNS = (
    re.compile(
        rf"凡(?:是)?(?:本网|本站|本报|本平台)?(?:注明|标明|标注)[“\"「'‘]\s?(?:来源|稿源):?\s?(?P<site>{_NAME})[”\"」'’]"
    ),
    re.compile(rf"(?:copyright|©)[^{_HAN}]{{0,40}}?(?P<site>{_NAME})\s?(?:网?版权所有|all rights)"),
    re.compile(rf"(?P<site>{_NAME})\s?(?:网站)?(?:版权所有|著作权所有)"),
    re.compile(rf"版权所有[:\s©]{{1,4}}(?P<site>{_NAME})"),
    re.compile(
        rf"^(?P<site>[{_HAN}]{{1,12}}?(?:网|报|在线|社|台))(?:报料|爆料|新闻|投稿|广告|线索|商务|合作)*(?:热线|电话|邮箱|qq)"
    ),
)
_TITLE_HEAD = re.compile(r"^([^_|｜\-–—－]{2,16}?)\s*(?:数字报|數字報|电子报|電子報|[_\-–—－])")  # 汐城日报数字报-X
_FOOTER_HINT = re.compile(r"版权|著作权|copyright|©|来源|稿源|热线|电话|邮箱|qq")  # what the patterns need, cheaply
_MAX_NAME = 16
_HEAD_LINES = 10
_DOMAIN = re.compile(r"\s+(?:[\w-]+\.)+[a-z]{2,8}$", re.IGNORECASE)  # 信報網站 hkej.com
_EDITION = re.compile(r"(?:数字报|电子报|电子版|官网|官方网站|手机版|移动版|触屏版|首页)$")
_TRAIL = re.compile(rf"^(?:(?:您?当前)?(?:的?位置)\s?:?\s?)?(?P<site>[{_HAN}]{{3,12}}?)(?P<home>首页)?\s?[>»›]")
_SECTION = re.compile(r"(?:新闻|频道|要闻|资讯|公开|动态|信息|专题|栏目|首页|生活|社会|财经)$|^.{1,3}$")
_TITLE_TAIL = re.compile(r"[_|｜\-–—－]\s*([^_|｜\-–—－]{2,24})$")


def find_source(page: Page) -> Fact[str] | None:
    """Return the outlet that the page credits with the article, by a label, an element, or at last a dateline.

    Of a page that credits none it is the one that was given with the upload, if any was.
    """
    around = surroundings(page)
    found = [*_credited(page), *_stated_sources(page), *_named_elements(around), *_unlabelled(page)]
    found += datelines.outlets(page)
    named = [candidate for candidate in found if candidate.value and not _is_noise(candidate.value)]
    return best(by_rank(named or list(_given_with_upload(page))), fold)


def find_site(page: Page, authority: Authority) -> Fact[str] | None:
    """Return the site that published this page, from its metadata, its copyright lines or its address."""
    found = [
        Candidate(entry.value.split(" - ")[0].strip(), from_metadata(entry, "site"))
        for entry in stated(page, "site")
        if entry.name not in (*_PLATFORM_AUTHORS, "title")
    ]
    found += [*_platform_author(page, authority), *_in_footer(page), *_in_title(page, authority), *_in_trail(page)]
    return best(by_rank([candidate for candidate in found if not _is_noise(candidate.value)]), fold)


def is_platform(entry: Metadata, page: Page, authority: Authority) -> bool:
    """Whether a stated author is a site: a known outlet, named like one, or also a category of the page."""
    folded = fold(entry.value)
    categories = {fold(category.value) for category in page.values("front matter:categories", "front matter:category")}
    return folded in categories or authority.find(entry.value) is not None or bool(_OUTLET.search(folded))


def _is_noise(value: str) -> bool:
    folded = fold(value)
    return len(value) > 40 or bool(_NOT_A_SOURCE.match(folded) or _PLACE.match(folded))


def _given_with_upload(page: Page) -> Iterator[Candidate[str]]:
    """Yield the outlet that somebody gave for the whole upload; it counts only where the page names none."""
    for entry in page.values(BATCH_OUTLET):
        yield Candidate(entry.value, Evidence(entry.value, entry.name, rank=rank_of("source", "<upload>")))


def _credited(page: Page) -> Iterator[Candidate[str]]:
    rank = rank_of("source", "<credit>")
    for line, credit, entry in page.credited(Kind.SOURCE):
        yield Candidate(_bare(credit.words[slice(*entry.value)]), from_credit(line, rank, entry.start, entry.end))
    for line in page.lines:
        if line.label is Kind.SOURCE:
            yield Candidate(_bare(line.text), from_line(line, rank))


def _bare(value: str) -> str:
    """Return a name without the brackets and marks around it."""
    return value.strip(" :：·《》“”\"'()（）[]【】,，;；|。")


def _stated_sources(page: Page) -> Iterator[Candidate[str]]:
    """Yield the stated sources; an author counts where it is named like an outlet and is not the site itself."""
    sites = {fold(entry.value) for entry in page.values("json-ld:publisher", "meta:og:site_name", "meta:publisher")}
    for entry in stated(page, "source"):
        folded = fold(entry.value)
        label = _SOURCE_LABEL.match(folded)
        if entry.name in _ORGANISATIONS and (not _OUTLET.search(folded) or folded in sites):
            continue
        yield Candidate(_bare(entry.value[label.end() if label else 0 :]), from_metadata(entry, "source"))


def _named_elements(around: Surroundings) -> Iterator[Candidate[str]]:
    """Yield what stands near the title in an element named for it: <span class="source">."""
    for line in around.head:
        short = 2 <= len(line.folded) <= _MAX_SOURCE and not line.credit and line.role is not Role.TITLE
        if not short or line.is_prose or any(char.isdigit() for char in line.folded[-4:]):
            continue
        own = " ".join(line.raw.path[-2:])
        if _SOURCE_NAME.search(own) or (_ACCOUNT_NAME.search(own) and _OUTLET.search(line.folded)):
            yield Candidate(_bare(line.text), from_line(line, rank_of("source", "<named element>")))


def _unlabelled(page: Page) -> Iterator[Candidate[str]]:
    """Yield an outlet that stands beside the date without a label, as in 2022-04-14 10:22 新华网."""
    for line in page.lines:
        rest = line.credit.rest if line.role is Role.CREDIT and line.credit and line.credit.moments else ""
        at = line.folded.find(rest) if rest and not is_person(rest, strict=True) else -1
        if at >= 0 and (_OUTLET.search(rest) or _is_the_link(line, rest)):
            yield Candidate(line.text[at : at + len(rest)], from_line(line, rank_of("source", "<beside date>")))


def _is_the_link(line: Line, words: str) -> bool:
    """Whether these words are what is linked in the line, as an account's name is to its page."""
    return line.raw.link_density > 0 and abs(line.raw.link_density * len(line.folded) - len(words)) < 1.5


def _platform_author(page: Page, authority: Authority) -> Iterator[Candidate[str]]:
    for entry in page.values(*_PLATFORM_AUTHORS):
        if is_platform(entry, page, authority):
            yield Candidate(entry.value, from_metadata(entry, "site"))


def _in_footer(page: Page) -> Iterator[Candidate[str]]:
    """Yield what copyright lines and hot lines name, the surest pattern first, companies last."""
    removed = [line for line in page.lines if line.role is Role.REMOVED and _FOOTER_HINT.search(line.folded[:LOOK])]
    companies: list[Candidate[str]] = []
    rank = rank_of("site", "<footer>")
    for pattern in _SITE_PATTERNS:
        for line in removed:
            found = pattern.search(line.folded[:LOOK])
            if found and not found["site"].startswith(("xx", "非", "本网", "本站", "其他")):
                candidate = Candidate(line.text[slice(*found.span("site"))], from_line(line, rank))
                if found["site"].endswith("公司"):
                    companies.append(candidate)
                else:
                    yield candidate
    yield from companies


def _in_title(page: Page, authority: Authority) -> Iterator[Candidate[str]]:
    """Yield the name behind a web page's title, if it is an outlet's or also stands alone on the page (masthead)."""
    short = [line for line in page.lines if len(line.folded) <= _MAX_NAME]
    titles = {line.folded for line in short if line.role is Role.TITLE}
    shown = {line.folded for line in short} - titles
    for entry in page.values("title"):
        for found in (_TITLE_TAIL.search(entry.value), _TITLE_HEAD.search(entry.value)):
            name = _EDITION.sub("", _DOMAIN.sub("", found[1].strip())) if found else ""
            named = _OUTLET.search(fold(name)) or fold(name) in shown or authority.find(name)
            if name and fold(name) not in titles and named:
                yield Candidate(name, from_metadata(entry, "site"))
                return


def _in_trail(page: Page) -> Iterator[Candidate[str]]:
    """Yield where the trail above the article begins: 远汀网首页 > 新闻 > 正文."""
    for line in page.lines[:_HEAD_LINES]:
        found = _TRAIL.match(line.folded) if line.role is Role.REMOVED else None
        if found and (found["home"] or not _SECTION.search(found["site"])):
            yield Candidate(line.text[slice(*found.span("site"))], from_line(line, rank_of("site", "<trail>")))
