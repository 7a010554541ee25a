"""A footnote as Chinese historians write it, in plain text: 沈砚舟：《题名》，《汐城晚报》2024年9月12日，….

After the notes of 《历史研究》. It is the one format that says in the sentence itself who republished the article.
"""

from __future__ import annotations

from archive.citing import chicago, dates
from archive.citing.facts import Facts
from archive.citing.runs import Citation, joined
from archive.citing.words import Words, words

_NAMED = 3  # authors
#: Title marks within title marks are single ones.
_INNER = str.maketrans("《》", "〈〉")


def footnote(facts: Facts) -> Citation:
    """Return the note; of a text that is not Chinese, the note of the Chicago style."""
    if not facts.is_chinese:
        return chicago.note(facts)
    say = words(facts.language)
    names = _names(facts.creators, say)
    accessed = say.accessed.format(day=dates.chinese(dates.parts(facts.accessed)))
    parts = (_title(facts, say), _published(facts, say), _republished(facts, say), facts.address, accessed)
    return joined(f"{names}：" if names else "", "，".join(filter(None, parts)) + "。")


def _names(names: tuple[str, ...], say: Words) -> str:
    return "、".join(names) if len(names) <= _NAMED else f"{names[0]}{say.and_others}"


def _title(facts: Facts, say: Words) -> str:
    return say.untitled.format(title=facts.title) if facts.is_untitled else _marked(facts.title)


def _published(facts: Facts, say: Words) -> str:
    date = dates.chinese(facts.date)
    if facts.is_newspaper:
        return f"{_marked(facts.outlet)}{date}" if date else f"{_marked(facts.outlet)}，{say.undated}"
    return "，".join(filter(None, (facts.publisher, date or say.undated)))


def _republished(facts: Facts, say: Words) -> str:
    if not facts.republisher:
        return ""
    if not facts.title_here:
        return say.republished.format(site=facts.republisher)
    return say.republished_as.format(site=facts.republisher, title=facts.title_here.translate(_INNER))


def _marked(name: str) -> str:
    return f"《{name.translate(_INNER)}》"
