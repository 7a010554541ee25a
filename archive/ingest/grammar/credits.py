"""Credit lines: 来源:X 作者:Y 编辑:Z in any order, run together or one a line, and bylines such as 文/本报记者 Y."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from archive.ingest.grammar.moments import Moment, find_moments
from archive.ingest.grammar.names import ROLE, end_before_place, split_names

MAX_LINE = 200  # characters; longer lines are never credit lines
MAX_TITLE_LINE = 300
_MAX_REST = 12  # characters beside labels, values and dates that a credit line may hold
_OUTLET_REST = re.compile(
    r"[a-z\d]{0,8}[\u4e00-\u9fff]{1,10}(?:网|报|社|台|在线|客户端|新闻|新媒体|传媒|融媒|杂志|周刊|频道|财经|观察|资讯|快讯|发布)"
)
_ACCOUNT_REST = 6  # characters of an account's name that stand alone behind date and time
_MAX_STAMP = 60


class Kind(StrEnum):
    SOURCE = "source"
    AUTHOR = "author"
    EDITOR = "editor"
    ORIGINAL_TITLE = "original-title"
    KICKER = "kicker"
    SUBTITLE = "subtitle"
    DATE = "date"
    URL = "url"
    OTHER = "other"


#: Their values are titles, which hold any punctuation and run to the end of the line.
TITLE_KINDS = (Kind.ORIGINAL_TITLE, Kind.KICKER, Kind.SUBTITLE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A label's value. start, end: where label and value stand; value: characters start and end of the value alone."""

    kind: Kind
    start: int
    end: int
    value: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Credit:
    """What a credit line says.

    words, folded: the text it was read from, in which all places are counted; of a paragraph only its end.
    rest: an unlabelled rest (folded) that may name the outlet, as in "2022-04-14 10:22 新华网".
    """

    words: str
    folded: str
    entries: tuple[Entry, ...]
    moments: tuple[Moment, ...] = ()
    rest: str = ""
    byline: bool = False

    def of(self, kind: Kind) -> list[Entry]:
        """Return the entries of a kind that have a value."""
        return [entry for entry in self.entries if entry.kind is kind and entry.value[0] < entry.value[1]]


_COLON = re.compile(r"[:/丨|]|来源于|^作者,|\s[\u4e00-\u9fff]{2,8}(?:[\s,、/|)\]】]|$)")
_VALUE_END = re.compile(r"[\])】}|]|\s·|。|\s{2,}")
_SPACE_ENDS = (Kind.SOURCE, Kind.OTHER, Kind.DATE)
_NOISE = re.compile(
    r"字号|字体|大中小|[大中小](?=\s|$|\|)|分享到?|打印|收藏|评论|微信|微博|qq空间|扫一扫|手机看新闻|我要评论|听新闻|语音播报|"
    r"放大|缩小|默认|发布于[\u4e00-\u9fff]{2,3}(?=[\u4e00-\u9fff\s]|$)|来自[\u4e00-\u9fff]{2,8}?(?:省|市|区)|ip属地:?[\u4e00-\u9fff]{2,3}|"
    r"官方账号|发布|更新|发表|发稿|建立|时间|日期|原创|国内|国际|港闻|本地|要闻|新闻|正文|首页|北京时间|已有|人参与|举报|"
    r"星期[一二三四五六日天]|周[一二三四五六日]|\d+次?|t\+?|[aA][+-]"
)
_WORDLESS = re.compile(r"[\s\W_]+")
_BYLINE = re.compile(
    r"^[\s■□●◆▲◎*(\[【]*(?P<lead>文\s?[/:|丨·]\s?|图文\s?[/:|丨]\s?|[\u4e00-\u9fff·]{0,14}?(?=记者|通讯员|特约撰稿|实习生))"
    r"(?P<names>.{2,60}?)[)\]】\s]*$"
)
#: 聯合報／記者王溪寧／汐城即時報導, 記者王溪寧、沈禾／綜合報導
_REPORTED = re.compile(
    r"(?:记者|特派员)[:\s]?(?P<names>[\u4e00-\u9fff、,\s]{2,20}?)\s?/\s?[\u4e00-\u9fff]{2,8}?报[导道](?=$|[\W_])"
)
#: 【記者王溪寧台北報導】
_REPORTED_AT = re.compile(
    r"^[\W_]{0,3}[\u4e00-\u9fff]{0,6}?(?:记者|特派员)\s?(?P<run>[\u4e00-\u9fff、,\s]{4,24}?)(?:即时|综合|专题)?报[导道][\W_]*$"
)
_ENDS_AS_CAPTION = re.compile(r"摄影?[)\]】\s]*$")
_DATELINE = re.compile(r"/[^/]{2,8}报[道导]$")
_LABEL_ALONE = re.compile(r"^[\W_]{0,4}(?P<label>[\u4e00-\u9fff]{2,5})[\W_]{0,4}$")


def parse_credit(folded: str, original: str) -> Credit | None:
    """Return what a line credits, or None where it is no credit line. Both strings are the same line."""
    if not folded or len(folded) > MAX_TITLE_LINE:
        return None
    moments = find_moments(folded)
    entries = _entries(folded, moments)
    if entries and entries[0].kind in TITLE_KINDS:
        return Credit(original, folded, tuple(entries))
    if len(folded) > MAX_LINE or "。" in folded[:-1]:
        return None
    byline = None if entries else _byline(folded, original)
    if not (byline or entries or moments):
        return None
    if byline:
        return Credit(original, folded, (byline,), tuple(moments), byline=True)
    rest = _rest(folded, entries, moments)
    sound = [entry for entry in entries if _is_sound(entry, folded, original)]
    if not moments and _ENDS_AS_CAPTION.search(folded):
        return None
    if any(entry.kind is not Kind.OTHER for entry in sound) and len(rest) <= _MAX_REST:
        return Credit(original, folded, tuple(sound), tuple(moments), rest)
    if moments and not entries and (not rest or _OUTLET_REST.fullmatch(rest) or _is_stamp(folded, moments[0], rest)):
        return Credit(original, folded, (), tuple(moments), rest)
    return None


def _is_stamp(folded: str, moment: Moment, rest: str) -> bool:
    """Whether a line begins with date and time and names at most an account behind them: 2022-06-02 09:52 政能亮."""
    begins = moment.start <= 1 and moment.published.at is not None
    return begins and len(rest) <= _ACCOUNT_REST and len(folded) <= _MAX_STAMP


def label_alone(folded: str) -> Kind | None:
    """Return what a line labels that holds nothing but a label; its value stands on the next line."""
    found = _LABEL_ALONE.match(folded[:20])
    return _kinds().get(found["label"]) if found and len(folded) <= 20 else None


def _entries(folded: str, moments: list[Moment]) -> list[Entry]:
    reporter = _reporter(folded)
    if reporter:
        return [reporter]
    found = list(_label_pattern().finditer(folded)) if _COLON.search(folded) else []
    entries = []
    for number, match in enumerate(found):
        kind = _kinds()[match["loose"] or match["strict"] or match["blank"] or match["bar"]]
        limit = found[number + 1].start() if number + 1 < len(found) else len(folded)
        if kind in TITLE_KINDS and limit == match.end():
            limit = len(folded)  # a title that itself begins like a label
        elif kind not in TITLE_KINDS and kind is not Kind.DATE:
            limit = min([limit, *(moment.start for moment in moments if moment.start >= match.end())])
        start, end = _value(folded, match.end(), limit, kind)
        entries.append(Entry(kind, match.start(), max(end, match.end()), (start, end)))
        if kind in TITLE_KINDS:
            break
    return entries


def _reporter(folded: str) -> Entry | None:
    """Read the reporter with the place: 記者王溪寧／汐城即時報導, 【記者王溪寧台北報導】."""
    found = _REPORTED.search(folded) if "/" in folded else None
    if found:
        return Entry(Kind.AUTHOR, found.start(), found.end(), found.span("names"))
    found = _REPORTED_AT.match(folded) if len(folded) <= 60 else None
    if not found:
        return None
    start = found.start("run")
    return Entry(Kind.AUTHOR, found.start(), found.end(), (start, start + end_before_place(found["run"])))


def _value(folded: str, start: int, limit: int, kind: Kind) -> tuple[int, int]:
    """Return where a value begins and ends: before the next label or date, a closing bracket, a bar."""
    if kind not in TITLE_KINDS:
        closing = _VALUE_END.search(folded, start, limit)
        limit = closing.start() if closing else limit
        if kind in _SPACE_ENDS and not folded[start : start + 1].isascii():
            blank = folded.find(" ", start, limit)
            limit = blank if blank > 0 else limit
    words = folded[start:limit]
    end = start + len(words.rstrip(" ,;、·-—([【"))
    return start, max(start, end)


def _is_sound(entry: Entry, folded: str, original: str) -> bool:
    """Whether a value is one that its label can have: 记者: in an interview is followed by a question, not a name."""
    start, end = entry.value
    value = folded[start:end]
    if entry.kind in (Kind.AUTHOR, Kind.EDITOR):
        # A label with nothing behind it still marks a credit line; one with a sentence does not.
        return not value or (len(value) <= 60 and not re.search(r"[?!？！。\"“]", value))
    if entry.kind is Kind.SOURCE:
        return len(value) <= 40 and not re.search(r"[?!,;]", value)
    return True


def _rest(folded: str, entries: list[Entry], moments: list[Moment]) -> str:
    """Return the words of the line beside entries, dates and furniture."""
    chars = list(folded)
    for start, end in [(e.start, e.end) for e in entries] + [(m.start, m.end) for m in moments]:
        chars[start:end] = "\x00" * (end - start)
    rest = "".join(chars).replace("\x00", " ")
    whole = _WORDLESS.sub("", rest)  # behind a date 每日经济新闻 is an outlet, though 新闻 alone is noise
    if moments and moments[0].start <= 1 and len(rest.split()) == 1 and _OUTLET_REST.fullmatch(whole):
        return whole
    return _WORDLESS.sub("", _NOISE.sub(" ", rest))


def _byline(folded: str, original: str) -> Entry | None:
    """Read 文/本报记者 X, 本报记者 X 通讯员 Y as a line of its own; a picture's credit ends in 摄."""
    found = _BYLINE.match(folded) if len(folded) <= 80 and not _ENDS_AS_CAPTION.search(folded) else None
    if not found:
        return None
    start, end = found.span("names")
    words, covered = folded[start:end], original[start:end]
    names = split_names(words, covered, strict=not found["lead"].startswith(("文", "图文")))
    spelled = sum(len(name) for name in names)
    other = len(_WORDLESS.sub("", ROLE.sub("", _DATELINE.sub("", words)))) - spelled
    return Entry(Kind.AUTHOR, found.start(), found.end(), (start, end)) if names and other <= 2 else None


@cache
def _labels() -> dict[str, dict[str, list[str]]]:
    path = Path(__file__).parents[1] / "data" / "credit_labels.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _kinds() -> dict[str, Kind]:
    return {label: Kind(kind) for kind, groups in _labels().items() for labels in groups.values() for label in labels}


@cache
def _label_pattern() -> re.Pattern[str]:
    def alternatives(group: str) -> str:
        labels = [label for groups in _labels().values() for label in groups.get(group, [])]
        return "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))

    # 責任編輯 施潮音: a blank serves as the colon where one short word follows.
    colon = r"(?:\s?[:/丨]\s*|(?<=^作者),\s?|\s(?=[\u4e00-\u9fff]{2,8}(?:[\s,、/|)\]】]|$)))"
    strict_start = r"(?:(?<=^)|(?<=[\s\[(【|/丨·:,;\d]))"
    return re.compile(
        rf"(?:(?P<blank>{alternatives('blank')})[:\s]?|(?P<loose>{alternatives('loose')}){colon}"
        rf"|^[\W_]{{0,3}}(?P<bar>{alternatives('loose')}|{alternatives('strict')})\s?\|\s*(?=[\u4e00-\u9fff·、,\s]{{2,24}}$)"
        rf"|{strict_start}(?P<strict>{alternatives('strict')})\s?[:/丨]\s*)"
    )
