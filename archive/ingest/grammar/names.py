"""People's names, and how to tell them from what else stands behind 作者 or 记者."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from archive.ingest.grammar.words import ends_with

MAX_TEXT = 200  # characters of a value that are looked at
_ROLES = (
    "全媒体记者|融媒体记者|见习记者|实习记者|首席记者|特派记者|特约记者|高级记者|摄影记者|文字记者|本报记者|本网记者|"
    "本刊记者|本台记者|本社记者|新华社记者|记者|特约通讯员|本报通讯员|通讯员|实习生|特约撰稿人|特约撰稿|撰稿人|撰稿|"
    "撰文|采写|文字|作者|编辑|责编"
)
ROLE = re.compile(_ROLES)
_SEPARATOR = re.compile(r"[、,;/|&\s]+|(?<=[\u4e00-\u9fff])[和与及](?=[\u4e00-\u9fff]{2,4}(?:$|[、,;/|&\s]))")
_TAIL = re.compile(r"(?:摄影报[道导]|文并摄|报[道导]|摄影|编译|整理|综合|采写|撰文|文|图|摄|/)+$")
_CODE = re.compile(r"(?<=[\u4e00-\u9fff])[\s_-]{0,2}[a-z]{1,3}\d{1,4}$")  # 何汀_NB12: the desk's number
_DATELINE = re.compile(r"^[/、].*报[道导]$|综合报[道导]$")  # /南岬報導 behind a Taiwan reporter's name is a place
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
_DOTTED_NAME = re.compile(r"[\u3400-\u9fff]{1,8}(?:[·•.][\u3400-\u9fff]{1,8}){1,3}")
_LATIN_NAME = re.compile(r"[a-z][a-z.'’-]{1,20}(?:\s[a-z][a-z.'’-]{0,20}){1,3}")
_NOT_A_PERSON = re.compile(
    r"本站|本报|本网|佚名|匿名|未知|网络|综合|小编|编辑部|转载|原创|官方|新闻|频道|平台|记者|通讯|管理员|互联网|"
    r"[网报社台站局厅部委院团]$|^[发来]自|之声$|摄影报|报[道导]$|客户端|公众号|发布$|日报|晚报|集团|公司"
)


def split_names(folded: str, original: str, *, strict: bool) -> list[str]:
    """Return the people named in a credit's value, as the original writes them, without doubles.

    strict: take a word only if it begins with a surname; for running text, where 记者 is often followed by a verb.
    """
    names: list[str] = []
    for start, end in _tokens(folded[:MAX_TEXT]):
        plain, name = folded[start:end], original[start:end]
        if _is_han(plain[0]):
            plain, name = plain.replace(" ", ""), re.sub(r"\s", "", name)
        if is_person(plain, strict) and name not in names:
            names.append(name)
    return names


def is_person(folded: str, strict: bool = False) -> bool:
    """Whether `folded` can be one person's name: two to four Chinese characters, a dotted or a Latin name."""
    if _NOT_A_PERSON.search(folded):
        return False
    if _HAN_NAME.fullmatch(folded):
        return not strict or _begins_with_surname(folded)
    return bool(_DOTTED_NAME.fullmatch(folded) or _LATIN_NAME.fullmatch(folded))


def end_before_place(folded: str) -> int:
    """Return where the names end and the place begins in 王溪寧台北, as agencies and Taiwan's papers run them together.

    The place has two characters, three behind a name of three, or is one of the known longer ones.
    """
    last = re.split(r"[、,\s]", folded)[-1]
    long_place = ends_with("datelines", "long_places").search(last)
    known = len(long_place[0]) if long_place and len(last) - len(long_place[0]) >= 2 else 0
    return len(folded) - (known or (3 if len(last) == 6 else 2))


def _tokens(folded: str) -> list[tuple[int, int]]:
    """Return the spans between separators and role words; 李 明, set with a blank to fill the line, is one."""
    spans: list[tuple[int, int]] = []
    for start, piece_end in _pieces(folded):
        code = _CODE.search(folded[start:piece_end])
        end = start + code.start() if code else piece_end
        tail = _TAIL.search(folded[start:end])
        if tail and _DATELINE.search(folded[max(0, start - 1) : end]):
            continue
        end = start + tail.start() if tail and tail.start() >= 2 else end
        if spans and _is_single_pair(folded, spans[-1], (start, end)):
            spans[-1] = (spans[-1][0], end)
        elif end > start:
            spans.append((start, end))
    return spans


def _pieces(folded: str) -> list[tuple[int, int]]:
    if _LATIN_NAME.fullmatch(folded.strip()):
        start = len(folded) - len(folded.lstrip())
        return [(start, start + len(folded.strip()))]
    cuts = [(match.start(), match.end()) for match in _SEPARATOR.finditer(folded)]
    cuts += [(match.start(), match.end()) for match in ROLE.finditer(folded)]
    pieces, at = [], 0
    for start, end in sorted(cuts):
        pieces.append((at, start))
        at = max(at, end)
    pieces.append((at, len(folded)))
    return [(start, end) for start, end in pieces if end > start]


def _is_single_pair(folded: str, last: tuple[int, int], this: tuple[int, int]) -> bool:
    both_single = last[1] - last[0] == 1 and this[1] - this[0] == 1
    return both_single and this[0] - last[1] == 1 and _is_han(folded[last[0]]) and _is_han(folded[this[0]])


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _begins_with_surname(folded: str) -> bool:
    single, double = _surnames()
    return folded[0] in single or folded[:2] in double


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str]]:
    path = Path(__file__).parents[1] / "data" / "surnames.txt"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    double = frozenset(word for line in lines if " " in line for word in line.split())
    single = frozenset("".join(line for line in lines if " " not in line))
    return single, double
