"""What one ingest stage hands to the next: frozen, typed, plain Python.

    SourceFile -> Decoded -> Parsed -> tuple[Block, ...] -> Extraction

Every value that a stage reads from a page is a `Fact` and carries the words it was read from.
What people get wrong (an empty file, a picture, a page without text) is a `Problem`, a value, not an exception.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from archive.text.wording import Match

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Metadata:
    """A named value that the page states outside its visible text.

    name: where it stood: "title", "meta:og:title", "front matter:date", "json-ld:headline", "link:canonical".
    """

    name: str
    value: str


#: Name of the entry with the outlet that was given with a whole upload, for pages that name none.
BATCH_OUTLET = "batch:outlet"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One saved page as it was given: the name is data and never becomes a path.

    charset: the one that a reviewer chose, which settles the decoding; empty otherwise.
    captured_on: the day on which the page was saved (China Standard Time), where something says so.
    metadata: what stands outside the file: "list:title" of a list beside the page, "warc:url", "http:charset".
    """

    name: str
    data: bytes
    charset: str = ""
    captured_on: date | None = None
    metadata: tuple[Metadata, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file cannot become an article.

    code: a stable key of `archive.ingest.problems`, which holds the words in each language.
    params: what the words need, for instance {"limit_mb": 25}.
    """

    code: str
    params: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The page as characters.

    charset: Python's name, or a way of reading as in archive.ingest.decoding.repairs.
    reason: how it was decided, one English phrase for the record. overruled: the page's own label, where it was wrong.
    """

    text: str
    charset: str
    reason: str
    overruled: str = ""


class MediaType(StrEnum):
    HTML = "text/html"
    PLAIN = "text/plain"
    MARKDOWN = "text/markdown"
    MHTML = "multipart/related"
    WARC = "application/warc"
    ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A run of text that a reader sees as one piece: an element's text in HTML, a line in plain text.

    text: white space collapsed, ideographic indents removed; never empty.
    tag: the innermost block element ("p", "h1", "li", "td", "" in plain text).
    path: class names and ids of the element and its ancestors, lower case, outermost first.
    link_density: characters inside links over all characters, 0.0 to 1.0.
    ancestors: numbers of the elements around the text in document order, outermost first; equal numbers mean the
    same element, so blocks that share a container can be told. Empty in plain text.
    """

    text: str
    tag: str = ""
    path: tuple[str, ...] = ()
    link_density: float = 0.0
    ancestors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    media_type: MediaType
    blocks: tuple[RawBlock, ...]
    metadata: tuple[Metadata, ...] = ()


class Role(StrEnum):
    """What a block is in the article. Only PARAGRAPH and HEADING make up the body."""

    TITLE = "title"
    CREDIT = "credit"  # a line read into fields: date, source, editors, original title
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    REMOVED = "removed"


class Reason(StrEnum):
    """Why a block was removed from the body. Each has its word in every interface language."""

    ADVERTISEMENT = "advertisement"
    COPYRIGHT = "copyright"
    DUPLICATE_TITLE = "duplicate-title"
    FOOTER = "footer"
    IMAGE = "image"
    NAVIGATION = "navigation"
    RELATED = "related"
    REVIEWER = "reviewer"  # cut by a person
    SHARE = "share"
    SPAM = "spam"
    TEASER = "teaser"
    WIDGET = "widget"


@dataclass(frozen=True, slots=True)
class OutletRule:
    """What a block is on the pages of one outlet.

    name: what Block.rule says where it fired: "outlet:12" of the database, "outlets.toml:xinhuanet.com/editor" shipped.
    match, words: as in archive.text.wording. role, reason: what the block becomes; reason where role is REMOVED.
    hosts: of the page's address, lower case, each with all its subdomains. outlets: folded names of the outlet.
    """

    name: str
    match: Match
    words: str
    role: Role
    reason: Reason | None = None
    hosts: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A pinyin reading that stood in brackets behind a character.

    at: index in characters of the annotated character in the cleaned text.
    written: what was cut from the text behind this character, brackets and all, so that it can be put back; it stands
    with the last of the readings in one bracket and is empty with the others.
    """

    at: int
    reading: str
    written: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One raw block and what was decided about it. Nothing is thrown away: `text` is as decoded.

    cleaned: the text without pinyin annotations and credits; equal to `text` where nothing was taken out.
    reason, rule: set where role is REMOVED; rule names the line of archive/ingest/data that fired.
    tag, path: where the block stood, as in RawBlock, so that a rule can be made of it later.
    """

    position: int
    text: str
    cleaned: str
    role: Role
    reason: Reason | None = None
    rule: str = ""
    readings: tuple[Reading, ...] = ()
    tag: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words a value was read from.

    where: "block", or the name of a Metadata. block: its position, None for metadata.
    used: False for a competing value that was seen and not taken; conflicts are shown, not hidden.
    rank: how far this place is trusted for this kind of value, 1 the most; 0 where places are not ranked.
    """

    quote: str
    where: str
    block: int | None = None
    used: bool = True
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    value: T
    evidence: tuple[Evidence, ...]


class Precision(StrEnum):
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Published:
    """When a page says it was published.

    on: the calendar day in China Standard Time; the first of the month or year for a coarser precision.
    at: the moment, aware, +08:00; None unless the page states a time of day.
    """

    on: date
    precision: Precision
    at: datetime | None = None


class FindingKind(StrEnum):
    ID_NUMBER = "id-number"
    MOBILE_NUMBER = "mobile-number"
    BANK_CARD = "bank-card"
    HK_ID = "hk-id"
    TAIWAN_ID = "taiwan-id"
    PASSPORT = "passport"
    LANDLINE = "landline"
    PLATE = "plate"
    EMAIL = "email"
    HOME_ADDRESS = "home-address"
    DATE_CONFLICT = "date-conflict"
    NO_TITLE = "no-title"
    NO_DATE = "no-date"
    PINYIN = "pinyin"
    GARBLED = "garbled"
    MOJIBAKE = "mojibake"
    CHARSET = "charset"  # the page's own label was overruled
    TRUNCATED = "truncated"
    ERROR_PAGE = "error-page"
    LIST_PAGE = "list-page"
    SEVERAL_ARTICLES = "several-articles"
    MACHINE_TITLE = "machine-title"
    NOT_CHINESE = "not-chinese"
    UNKNOWN_OUTLET = "unknown-outlet"
    NEAR_DUPLICATE = "near-duplicate"


#: Kinds that stop a publication while they stand open in text that readers would see.
BLOCKING = frozenset(
    {
        FindingKind.ID_NUMBER,
        FindingKind.MOBILE_NUMBER,
        FindingKind.BANK_CARD,
        FindingKind.HK_ID,
        FindingKind.TAIWAN_ID,
        FindingKind.PASSPORT,
        FindingKind.LANDLINE,
        FindingKind.PLATE,
        FindingKind.EMAIL,
        FindingKind.HOME_ADDRESS,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reviewer should look at first.

    text: the words found. block: position of the block. start, end: characters in the block's cleaned text.
    in_body: whether readers would see it if the article were published as it stands.
    """

    kind: FindingKind
    text: str
    block: int | None = None
    start: int = 0
    end: int = 0
    in_body: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A government body that the text names and the authority does not know.

    name: in full, 南昌市公安局. level: a value of the model's Agency.Level. region: the way down, 江西省南昌市.
    """

    name: str
    level: str
    region: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything ingest knows of one page."""

    file: str
    media_type: MediaType
    charset: str
    charset_reason: str
    script: str  # archive.text.scripts.Script
    blocks: tuple[Block, ...]
    title: Fact[str] | None = None
    original_title: Fact[str] | None = None
    kicker: Fact[str] | None = None  # 引题, the line above the title
    subtitle: Fact[str] | None = None  # 副题, the line below it
    published: Fact[Published] | None = None
    source: Fact[str] | None = None
    site: Fact[str] | None = None
    authors: Fact[tuple[str, ...]] | None = None
    editors: Fact[tuple[str, ...]] | None = None
    url: Fact[str] | None = None
    dateline: Fact[str] | None = None  # 新华社北京9月30日电
    captured_on: date | None = None  # when the page was saved, where the file or its archive says so
    mentions: tuple[Fact[str], ...] = ()  # canonical names of agencies that the body names
    bodies: tuple[Fact[Body], ...] = ()  # those that the authority does not know
    findings: tuple[Finding, ...] = ()

    @property
    def body(self) -> tuple[str, ...]:
        """The paragraphs and headings that a reader sees, in order."""
        return tuple(block.cleaned for block in self.blocks if block.role in (Role.PARAGRAPH, Role.HEADING))
