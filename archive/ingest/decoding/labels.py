"""What a page calls its charset, and which charset that means. Charsets go by Python's names."""

from __future__ import annotations

import codecs
import re
import tomllib
from functools import cache
from pathlib import Path

_HEAD_BYTES = 8192
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)

#: The encodings of browsers. A page that can be read so far to find its label is no UTF-16, and Python knows more
#: codecs (punycode, unicode_escape) that are no charset of any page.
CHINESE = ("utf-8", "gb18030", "big5hkscs")
OTHERS = (
    *("cp1252", "cp932", "euc_jp", "iso2022_jp", "cp949"),
    *("koi8-r", "koi8-u", "mac-roman", "cp866", "cp874", "tis-620"),
    *(f"cp{number}" for number in range(1250, 1259) if number != 1252),
    *(f"iso8859-{number}" for number in range(2, 17) if number != 12),
)
_CHARSETS = frozenset((*CHINESE, "hz", *OTHERS))


def charset_of(label: str) -> str | None:
    """Return the charset that a label means ("GB2312" means gb18030), or None where it is no charset of pages."""
    name = label.strip().strip("\"'").lower()
    charset = _meant().get(name)
    if charset is None:
        try:
            charset = codecs.lookup(name).name
        except (LookupError, ValueError):
            return None
    return charset if charset in _CHARSETS else None


def declared_charset(data: bytes) -> str | None:
    """Return the charset that the page itself names, or None. It may be wrong."""
    head = data[:_HEAD_BYTES]
    found = _XML.search(head) or _META.search(head)
    return charset_of(found.group(1).decode("ascii")) if found else None


@cache
def _meant() -> dict[str, str]:
    path = Path(__file__).parent.parent / "data" / "charset_labels.toml"
    charsets: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {label: charset for charset, labels in charsets.items() for label in labels}
