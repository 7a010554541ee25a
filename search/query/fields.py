"""The fields that a reader can ask for by name, in three languages, and what each of them looks into."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from search.query.syntax import ClauseName

FieldName = Literal["title", "text", "author", "source", "agency", "place", "type", "script", "date", ""]

#: Fields that are texts of the document, by the names that the index has for them.
TEXTS: Mapping[FieldName, tuple[str, ...]] = {"title": ("title",), "text": ("body",), "author": ("author",)}
#: Fields whose values are names that the database knows.
CLAUSES: Mapping[FieldName, ClauseName] = {"source": "source", "agency": "agency", "place": "place", "type": "type"}
#: Fields of which an article has one value: several side by side in brackets mean any of them.
SINGLE: frozenset[FieldName] = frozenset({"source", "type", "script", "date"})

#: What is typed for each field; 標題 is 标题 once it is folded, and so is Title title.
NAMES_OF: Mapping[FieldName, tuple[str, ...]] = {
    "title": ("title", "标题"),
    "text": ("text", "body", "正文"),
    "author": ("author", "reporter", "记者", "作者"),
    "source": ("source", "outlet", "来源", "媒体"),
    "agency": ("agency", "机构"),
    "place": ("place", "region", "地区"),
    "type": ("type", "kind", "类型"),
    "script": ("script", "字体"),
    "date": ("date", "日期"),
}
EXACT_NAMES = ("exact", "原字")
_NAMES: Mapping[str, FieldName] = {name: field for field, names in NAMES_OF.items() for name in names}

#: A field's name with its colon, in folded text.
LABEL = re.compile(f"({'|'.join((*_NAMES, *EXACT_NAMES))}):")

#: What a reader may call the script of an article, folded, and the label that the index has for it.
SCRIPTS: Mapping[str, str] = {
    **dict.fromkeys(("hans", "simplified", "简体", "简"), "hans"),
    **dict.fromkeys(("hant", "traditional", "繁体", "繁"), "hant"),
    **dict.fromkeys(("mixed", "混合", "混排", "繁简混排"), "mixed"),
    **dict.fromkeys(("none", "other", "其他"), "none"),
}


class Scope(NamedTuple):
    """Where a word is looked for: in which field ("" for none), and whether in its exact script."""

    field: FieldName = ""
    exact: bool = False


#: What the index looks into where no field is named.
ANYWHERE = Scope()


def scope_of(name: str, within: Scope) -> Scope | None:
    """Return the scope that a folded field name opens within another; None where the two do not go together.

    原字 goes with the texts: 标题:原字:詐騙.
    """
    if name in EXACT_NAMES:
        return within._replace(exact=True) if within.field in ("", *TEXTS) else None
    field = _NAMES[name]
    if within == ANYWHERE:
        return Scope(field)
    return Scope(field, exact=True) if field in TEXTS and within == Scope(exact=True) else None
