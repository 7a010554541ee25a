"""One imported line as an article: a new row, or an older row brought up to it."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from archive import authority, publishing
from archive.ingest.detectors.personal_data import find_numbers
from archive.ingest.importing.lines import Line
from archive.ingest.store import WIDTHS, web_address
from archive.models import Agency, Article, Capture, Finding
from archive.revisions import keep_revision
from archive.text.scripts import detect

if TYPE_CHECKING:
    from django.contrib.auth.models import User
#: Articles that readers know, or knew.
_SEEN = (Article.State.PUBLISHED, Article.State.WITHDRAWN)
#: What people decided about a finding. A masked one keeps the original sealed and its words looked for.
_SETTLED = (*Finding.LET_BE, Finding.State.MASKED)


def new_article(line: Line, source: Agency | None, capture: Capture, by: User | None) -> Article:
    """Return the unsaved draft of a line. Its text has no blocks: nothing was cut from it."""
    return Article(external_id=line.key, source=source, capture=capture, created_by=by, updated_by=by, **_fields(line))


def came_from(article: Article, line: Line, capture: Capture) -> bool:
    """Whether the article was made of this line as it stands, whatever people have changed in it since.

    capture: the file of the line. Where one file has several lines for an id, each of them has had its turn.
    """
    digests = [words["quote"] for words in article.evidence.get("import", [])]
    return line.digest in (digests if article.capture_id == capture.pk else digests[-1:])


def personal_data(article: Article) -> list[Finding]:
    """Return the unsaved findings of personal data in every text of the article that readers see."""
    text = "\n".join((article.title, *article.body, article.source_name, *article.authors))
    return [
        Finding(article=article, kind=kind.value, text=text[start:end], in_body=True)
        for kind, start, end in find_numbers(text)
    ]


def update(article: Article, line: Line, capture: Capture, *, by: User | None) -> bool:
    """Give a known article the fields of its changed line, with a revision; call it inside a transaction.

    capture: the file of the line, from now on that of the article.

    False where the article is public and the new text holds personal data, or where readers have seen the article
    and the new text holds words that were masked in it: then nothing is changed. What people have judged not to be
    personal data stays judged.
    """
    judged = set(article.findings.filter(state__in=Finding.LET_BE).values_list("kind", "text"))
    before = copy(article)
    for name, value in _fields(line).items():
        setattr(article, name, value)
    if before.capture_id == capture.pk:
        article.evidence["import"] = [*before.evidence.get("import", []), *article.evidence["import"]]
    article.capture = capture
    found = [finding for finding in personal_data(article) if (finding.kind, finding.text) not in judged]
    if (found and article.state == Article.State.PUBLISHED) or (article.state in _SEEN and _brings_back(article)):
        return False
    _keep_first_words(before, by)
    _save(article, found, by)
    return True


def _brings_back(article: Article) -> bool:
    """Whether the article says again what a person had masked."""
    says = "\n".join([article.title, article.source_name, *article.authors, *article.body])
    masked = article.findings.filter(state=Finding.State.MASKED).exclude(text="")
    return any(words in says for words in masked.values_list("text", flat=True))


def _keep_first_words(before: Article, by: User | None) -> None:
    """A draft has no revision yet: keep the words as they first came."""
    if not before.revisions.exists():
        keep_revision(before, by=by)


def _save(article: Article, found: list[Finding], by: User | None) -> None:
    article.version += 1
    article.updated_by = by
    article.save()
    article.findings.filter(kind__in=Finding.PERSONAL_DATA).exclude(state__in=_SETTLED).delete()
    Finding.objects.bulk_create(found)
    authority.link_agencies(article)
    publishing.announce_change(article, by=by)


def _fields(line: Line) -> dict[str, Any]:
    published = line.published
    return {
        "title": line.title[: WIDTHS["title"]],
        "body": list(line.body),
        "script": detect(f"{line.title}\n{chr(10).join(line.body)}").script.value,
        "published_on": published.on if published else None,
        "published_at": published.at if published else None,
        "date_precision": published.precision.value if published else Article.Precision.UNKNOWN,
        "source_name": line.source[: WIDTHS["source_name"]],
        "authors": list(line.authors),
        "url": web_address(line.url),
        "evidence": _evidence(line),
    }


def _evidence(line: Line) -> dict[str, list[dict[str, Any]]]:
    """The line's number and checksum, and the words that a field could not hold, such as a date in an odd form."""
    words = {
        "import": (line.digest, True),
        "title": (line.title if len(line.title) > WIDTHS["title"] else "", True),
        "published": ("" if line.published else line.date, False),
        "source": (line.source if len(line.source) > WIDTHS["source_name"] else "", True),
        "url": ("" if web_address(line.url) else line.url, False),
    }
    where = f"line {line.number}"
    return {
        name: [{"quote": quote, "where": where, "block": None, "used": used}]
        for name, (quote, used) in words.items()
        if quote
    }
