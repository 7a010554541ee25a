"""The shapes of what the API tells of the archive, for its document. tests/config/test_api_document.py proves them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from archive.rest.operations import Model

Script = Literal["hans", "hant", "mixed", "none"]
Precision = Literal["minute", "day", "month", "year", "unknown"]
Role = Literal["source", "republisher", "mentioned"]
Kind = Literal["outlet", "government"]

CURSOR = "Ask for the page that follows with it; null on the last one."
DATE = (
    "ISO 8601: with `+08:00` where the minute is known, else a day, null where nothing is known. "
    "Of a month or a year it is the first day; `date_precision` says so."
)


class ArticleHead(Model):
    """An article without its text."""

    id: str = Field(description="Permanent, and never given to another article.")
    external_id: str | None = Field(description="What the article is called where it was taken from.")
    page: str = Field(description="The permanent address of its page here.")
    title: str
    original_title: str = Field(description="The title that it bore in its source, where the page names one.")
    kicker: str = Field(description="引题, the line above the title.")
    subtitle: str = Field(description="副题, the line below the title.")
    date: str | None = Field(description=DATE)
    date_precision: Precision
    source: str = Field(description="As printed.")
    site: str = Field(description="Who republished it, as printed.")
    authors: list[str]
    editors: list[str]
    url: str = Field(description="The original address.")
    script: Script = Field(description="Simplified, traditional, both, or not Chinese.")


class ListedArticle(ArticleHead):
    """An article in a list."""

    released: str | None = Field(description="When it was added here, ISO 8601.")


class Part(Model):
    """An agency's part in an article."""

    name: str
    role: Role


class Version(Model):
    """A version that readers could see."""

    number: int
    made: str = Field(description="ISO 8601.")
    kind: Literal["release", "restore", "correction", "revert", "mask", "edit"]
    note: str


class Article(ArticleHead):
    """One article whole."""

    body: list[str] = Field(description="Its paragraphs and sub-headings, in order.")
    agencies: list[Part]
    versions: list[Version] = Field(description="The newest first.")


class Articles(Model):
    """A page of articles."""

    articles: list[ListedArticle]
    cursor: str | None = Field(description=CURSOR)


class Holding(Model):
    """An agency and how many public articles name it."""

    slug: str
    name: str
    kind: Kind
    level: Literal["", "central", "provincial", "municipal", "county"]
    region: str = Field(description="Where it is, the way down in full names.")
    count: int = Field(ge=0)
    page: str = Field(description="The address of its page here.")


class Agencies(Model):
    """A page of agencies, those that most articles name first."""

    agencies: list[Holding]
    cursor: str | None = Field(description=CURSOR)


class Above(Model):
    """The agency above."""

    slug: str
    name: str


class Former(Model):
    """A name that an agency bore once. until: a year, a month or a day."""

    name: str
    until: str


class Counts(Model):
    """How many public articles name an agency: at all, and in each part. An article may name it in several."""

    any: int = Field(ge=0)
    source: int = Field(ge=0)
    republisher: int = Field(ge=0)
    mentioned: int = Field(ge=0)


class Period(Model):
    """How many public articles were published in a year, a month or on a day."""

    period: str = Field(description="`2024`, `2024-09` or `2024-09-12`.")
    count: int = Field(ge=0)


class Agency(Model):
    """One agency."""

    slug: str
    name: str
    kind: Kind
    level: Literal["", "central", "provincial", "municipal", "county"]
    region: str = Field(description="Where it is, the way down in full names.")
    parent: Above | None
    names: list[str] = Field(description="Its other names.")
    former: list[Former]
    counts: Counts
    years: list[Period]
    page: str = Field(description="The address of its page here.")
    feed: str = Field(description="The address of its Atom feed.")


class Dates(Model):
    """How many public articles there are by year, month or day; periods without any are left out."""

    period: str = Field(description="What is counted: an empty text for all, `2024` or `2024-09`.")
    count: int = Field(ge=0, description="The articles of the period, those that are known no closer included.")
    undated: int = Field(ge=0, description="Articles of the archive of which not even the year is known.")
    first: str | None = Field(description="The first date of the archive, of a month or a year its first day.")
    last: str | None = Field(description="The last one.")
    counts: list[Period]


class TopicHead(Model):
    """A topic: articles that the archive's staff put together."""

    slug: str
    title: str
    introduction: list[str] = Field(description="Its paragraphs.")
    count: int = Field(ge=1, description="How many public articles stand in it.")
    first: str | None = Field(description="The day on which the first of them was published.")
    last: str | None
    page: str = Field(description="The address of its page here.")


class Topics(Model):
    """All topics, as a Chinese index orders their titles."""

    topics: list[TopicHead]


class TopicEntry(ListedArticle):
    """An article in a topic."""

    note: str = Field(description="Why it stands there.")


class Topic(TopicHead):
    """One topic with a page of its articles."""

    articles: list[TopicEntry]
    cursor: str | None = Field(description=CURSOR)


class File(Model):
    """A file of a batch. What is not known is null."""

    file: str
    container: str | None = Field(description="The name of the file that it came out of.")
    size: int | None = Field(description="Bytes.")
    encoding: str | None
    fate: Literal["waiting", "draft", "unpacked", "list", "duplicate", "refused", "failed"]
    result: str = Field(description="The fate in words, and what became of the draft since.")
    remark: str
    title: str | None
    page: str | None = Field(description="A path on this site.")
    like_percent: int | None = Field(description="How much it is the same as another article, of the shorter text.")
    like_kind: str | None
    like_title: str | None
    like_page: str | None = Field(description="A path on this site.")
    sha256: str | None
    read_at: str | None = Field(description="ISO 8601.")


class Batch(Model):
    """Files that were handed in together, and what became of each."""

    id: int
    uploaded_at: str = Field(description="ISO 8601.")
    note: str
    outlet: str | None
    undone_at: str | None
    ledger: str = Field(description="Where people see it on the desk.")
    status: str = Field(description="Where programs see it.")
    done: int = Field(ge=0)
    left: int = Field(ge=0)
    files: list[File] = Field(description="At most 500.")
    next: str | None = Field(description="The address of the page of files that follows.")
