"""Two outlets kept apart: the source that a page credits, and the site that published this page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.ingest.authority import Authority
from archive.ingest.extractors.evidence import Candidate, best, from_credit, from_line, from_metadata
from archive.ingest.grammar.credits import Kind
from archive.ingest.grammar.names import is_person
from archive.ingest.page import LOOK, Page
from archive.ingest.records import Fact, Metadata, Role
from archive.text.folding import fold

_OUTLET = re.compile(
    r"(?:网|报|社|台|在线|客户端|日报|晚报|时报|频道|新闻|传媒|融媒|融媒体|电讯|资讯|快讯|杂志|周刊|头条|中心|发布|公众号|观察|之声)$"
)
_NOT_A_SOURCE = re.compile(
    r"^(?:本站|本网|网络|互联网|未知|不详|原创|转载|综合|其他|其它|admin|佚名|http.*|www\..*|\W*)$"
)
_SOURCE_LABEL = re.compile(r"^(?:来源|稿源|文章来源|新闻来源|信息来源)\s?[:/]?\s*")
_STATED_SOURCE = (
    "front matter:source",
    "front matter:来源",
    "meta:source",
    "meta:article:source",
    "meta:contentsource",
)
_STATED_SITE = ("meta:og:site_name", "meta:application-name", "meta:sitename", "front matter:site", "json-ld:publisher")
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
_MAX_NAME = 16
_HEAD_LINES = 10
_EDITION = re.compile(r"(?:数字报|电子报|电子版|官网|官方网站|手机版|移动版|触屏版|首页)$")
_TRAIL = re.compile(rf"^(?:(?:您?当前)?(?:的?位置)\s?:?\s?)?(?P<site>[{_HAN}]{{3,12}}?)(?P<home>首页)?\s?[>»›]")
_SECTION = re.compile(r"(?:新闻|频道|要闻|资讯|公开|动态|信息|专题|栏目|首页|生活|社会|财经)$|^.{1,3}$")
_TITLE_TAIL = re.compile(r"[_|｜\-–—－]\s*([^_|｜\-–—－]{2,16})$")


def find_source(page: Page) -> Fact[str] | None:
    """Return the outlet that the page credits with the article."""
    found = [c for c in [*_credited(page), *_stated_sources(page), *_unlabelled(page)] if not _is_noise(c.value)]
    return best(found, fold)


def find_site(page: Page, authority: Authority) -> Fact[str] | None:
    """Return the site that published this page, from its metadata, its copyright lines or its address."""
    found = [Candidate(entry.value, from_metadata(entry)) for entry in page.values(*_STATED_SITE)]
    found += [*_platform_author(page, authority), *_in_footer(page), *_in_title(page, authority), *_in_trail(page)]
    return best([candidate for candidate in found if not _is_noise(candidate.value)], fold)


def is_platform(entry: Metadata, page: Page, authority: Authority) -> bool:
    """Whether a stated author is a site: a known outlet, named like one, or also a category of the page."""
    folded = fold(entry.value)
    categories = {fold(category.value) for category in page.values("front matter:categories", "front matter:category")}
    return folded in categories or authority.find(entry.value) is not None or bool(_OUTLET.search(folded))


def _is_noise(value: str) -> bool:
    return len(value) > 40 or bool(_NOT_A_SOURCE.match(fold(value)))


def _credited(page: Page) -> Iterator[Candidate[str]]:
    for line, credit, entry in page.credited(Kind.SOURCE):
        yield Candidate(_bare(credit.words[slice(*entry.value)]), from_credit(line, entry.start, entry.end))
    for line in page.lines:
        if line.label is Kind.SOURCE:
            yield Candidate(_bare(line.text), from_line(line))


def _bare(value: str) -> str:
    """Return a name without the brackets and marks around it."""
    return value.strip(" :：·《》“”\"'()（）[]【】,，;；|。")


def _stated_sources(page: Page) -> Iterator[Candidate[str]]:
    for entry in page.values(*_STATED_SOURCE):
        label = _SOURCE_LABEL.match(fold(entry.value))
        yield Candidate(_bare(entry.value[label.end() if label else 0 :]), from_metadata(entry))


def _unlabelled(page: Page) -> Iterator[Candidate[str]]:
    """Yield an outlet that stands beside the date without a label, as in 2022-04-14 10:22 新华网."""
    for line in page.lines:
        rest = line.credit.rest if line.role is Role.CREDIT and line.credit and line.credit.moments else ""
        at = line.folded.find(rest) if rest and _OUTLET.search(rest) and not is_person(rest) else -1
        if at >= 0:
            yield Candidate(line.text[at : at + len(rest)], from_line(line))


def _platform_author(page: Page, authority: Authority) -> Iterator[Candidate[str]]:
    for entry in page.values("front matter:author", "front matter:作者", "meta:author"):
        if is_platform(entry, page, authority):
            yield Candidate(entry.value, from_metadata(entry))


def _in_footer(page: Page) -> Iterator[Candidate[str]]:
    """Yield what copyright lines and hot lines name, the surest pattern first, companies last."""
    removed = [line for line in page.lines if line.role is Role.REMOVED]
    companies: list[Candidate[str]] = []
    for pattern in _SITE_PATTERNS:
        for line in removed:
            found = pattern.search(line.folded[:LOOK])
            if found and not found["site"].startswith(("xx", "非", "本网", "本站", "其他")):
                candidate = Candidate(line.text[slice(*found.span("site"))], from_line(line))
                if found["site"].endswith("公司"):
                    companies.append(candidate)
                else:
                    yield candidate
    yield from companies


def _in_title(page: Page, authority: Authority) -> Iterator[Candidate[str]]:
    """Yield the name behind a web page's title, if it is an outlet's or also stands alone on the page (masthead)."""
    shown = {line.folded for line in page.lines if len(line.folded) <= _MAX_NAME}
    for entry in page.values("title"):
        found = _TITLE_TAIL.search(entry.value)
        name = _EDITION.sub("", found[1].strip()) if found else ""
        if name and (_OUTLET.search(fold(name)) or fold(name) in shown or authority.find(name)):
            yield Candidate(name, from_metadata(entry))


def _in_trail(page: Page) -> Iterator[Candidate[str]]:
    """Yield where the trail above the article begins: 远汀网首页 > 新闻 > 正文."""
    for line in page.lines[:_HEAD_LINES]:
        found = _TRAIL.match(line.folded) if line.role is Role.REMOVED else None
        if found and (found["home"] or not _SECTION.search(found["site"])):
            yield Candidate(line.text[slice(*found.span("site"))], from_line(line))
