"""Turns an Extraction into rows: the only ingest module that writes an article from a page."""

from __future__ import annotations

import re
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db import transaction

from archive import authority, duplicates
from archive.ingest.detectors.personal_data import find_numbers
from archive.ingest.records import Block, Extraction, Fact
from archive.models import Agency, Article, ArticleAgency, Capture, Event, Finding, TextBlock
from archive.text.storable import storable

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: The fields whose words are kept in Article.evidence.
EVIDENCED = (
    "title", "original_title", "kicker", "subtitle", "published",
    "source", "site", "authors", "editors", "url", "dateline",
)  # fmt: skip
#: Widths of the columns, in characters.
WIDTHS = {
    field: int(getattr(Article._meta.get_field(field), "max_length", 0))
    for field in ("title", "original_title", "kicker", "subtitle", "dateline", "source_name", "site_name", "url")
}


@transaction.atomic
def keep_draft(extraction: Extraction, *, capture: Capture, by: User | None) -> Article:
    """Write everything that ingest knows of a page as a draft: article, blocks, agency links, findings, event.

    capture: the page's stored bytes; it learns its media type and charset. by: who uploaded it.
    Values longer than their column are cut; the whole value stays in the evidence.
    """
    article = Article.objects.create(
        **storable(_fields(extraction)),
        evidence=storable(_evidence(extraction)),
        capture=capture,
        created_by=by,
        updated_by=by,
    )
    _keep_parts(article, extraction)
    _describe(capture, extraction)
    Event.objects.record("drafted", article, actor=by, sha256=capture.sha256)
    duplicates.compare([article])
    Article.objects.filter(pk=article.pk).weigh()
    return article


@transaction.atomic
def replace_draft(article: Article, extraction: Extraction, *, by: User | None) -> None:
    """Put what was read anew of a page in the place of everything that a draft holds; the draft itself stays.

    What people changed or settled in it is gone: keep its words first. The caller holds the lock of its row.
    """
    for name, value in {**storable(_fields(extraction)), "evidence": storable(_evidence(extraction))}.items():
        setattr(article, name, value)
    article.source = article.site = None
    article.version += 1
    article.updated_by = by
    article.save()
    for rows in (article.blocks, article.findings, article.agency_links):
        rows.all().delete()
    _keep_parts(article, extraction)
    if article.capture:
        _describe(article.capture, extraction)
    duplicates.compare([article])
    Article.objects.filter(pk=article.pk).weigh()


def _keep_parts(article: Article, extraction: Extraction) -> None:
    """Write what belongs to an article that was just written: blocks, findings, links to agencies."""
    TextBlock.objects.bulk_create(TextBlock(article=article, **_block(block)) for block in extraction.blocks)
    Finding.objects.bulk_create(row for row in _findings(article, extraction) if _still_holds(row))
    authority.link_agencies(article)
    _link_mentions(article, extraction)


def web_address(value: str) -> str:
    """Return the address if it is one of the web that fits its column, else nothing: half an address leads astray."""
    value = value.strip()
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""
    is_web = parts.scheme in ("http", "https") and bool(parts.netloc) and not re.search(r"\s", value)
    return value if is_web and len(value) <= WIDTHS["url"] else ""


def _fields(extraction: Extraction) -> dict[str, Any]:
    published = extraction.published.value if extraction.published else None
    return {
        "title": _value(extraction.title)[: WIDTHS["title"]],
        "original_title": _value(extraction.original_title)[: WIDTHS["original_title"]],
        "kicker": _value(extraction.kicker)[: WIDTHS["kicker"]],
        "subtitle": _value(extraction.subtitle)[: WIDTHS["subtitle"]],
        "dateline": _value(extraction.dateline)[: WIDTHS["dateline"]],
        "body": list(extraction.body),
        "script": str(extraction.script),
        "published_on": published.on if published else None,
        "published_at": published.at if published else None,
        "date_precision": published.precision.value if published else Article.Precision.UNKNOWN,
        "source_name": _value(extraction.source)[: WIDTHS["source_name"]],
        "site_name": _value(extraction.site)[: WIDTHS["site_name"]],
        "authors": list(extraction.authors.value) if extraction.authors else [],
        "editors": list(extraction.editors.value) if extraction.editors else [],
        "url": web_address(_value(extraction.url)),
    }


def _value(fact: Fact[str] | None) -> str:
    return fact.value if fact else ""


def _evidence(extraction: Extraction) -> dict[str, list[dict[str, Any]]]:
    facts = {name: fact for name in EVIDENCED if (fact := getattr(extraction, name))}
    return {name: [asdict(words) for words in fact.evidence] + _whole(name, fact) for name, fact in facts.items()}


def _whole(name: str, fact: Fact[Any]) -> list[dict[str, Any]]:
    """The value itself as one more piece of evidence, where its column is too narrow and no quote holds it."""
    width = WIDTHS.get(name) or WIDTHS.get(f"{name}_name")
    if width is None or len(fact.value) <= width or any(fact.value in words.quote for words in fact.evidence):
        return []
    return [{"quote": fact.value, "where": "whole value", "block": None, "used": True}]


def _block(block: Block) -> dict[str, Any]:
    words = {
        "position": block.position,
        "text": block.text,
        "cleaned": block.cleaned,
        "role": block.role.value,
        "reason": block.reason.value if block.reason else "",
        "rule": block.rule[:80],
        "readings": [asdict(reading) for reading in block.readings],
        "tag": block.tag[:20],
    }
    return {**storable(words), "path": _path(block.path)}


@lru_cache(maxsize=1024)
def _path(path: tuple[str, ...]) -> list[str]:
    """The names around a block as they can be stored; most blocks of a page stand in the same elements."""
    return [storable(name) for name in path]


def _findings(article: Article, extraction: Extraction) -> list[Finding]:
    """The findings as rows. Readers see titles and names too: personal data there is as visible as in the body."""
    titles = (article.kicker, article.title, article.subtitle, article.original_title, article.dateline)
    fields = "\n".join((*titles, article.source_name, article.site_name, *article.authors, *article.editors))
    in_fields = {(kind.value, fields[start:end]) for kind, start, end in find_numbers(fields)}
    rows = [
        Finding(
            article=article,
            kind=found.kind.value,
            text=storable(found.text),
            block=found.block,
            start=found.start,
            end=found.end,
            in_body=found.in_body,
        )
        for found in extraction.findings
    ]
    for row in rows:
        row.in_body = row.in_body or (row.kind in Finding.PERSONAL_DATA and row.text != "" and row.text in fields)
    unseen = sorted(in_fields - {(row.kind, row.text) for row in rows})
    return rows + [Finding(article=article, kind=kind, text=text, in_body=True) for kind, text in unseen]


def _still_holds(row: Finding) -> bool:
    """Propose an outlet that the sandbox did not know; a person may have confirmed or dismissed the name meanwhile."""
    if row.kind != Finding.Kind.UNKNOWN_OUTLET:
        return True
    candidate = authority.propose_outlet(row.text)
    return candidate is not None and not candidate.confirmed


def _link_mentions(article: Article, extraction: Extraction) -> None:
    """Link the agencies that the text names. One that the authority no longer knows is left out, an unknown body
    becomes a candidate."""
    for mention in extraction.mentions:
        _link_mention(article, authority.find(mention.value), mention)
    for fact in extraction.bodies:
        body = fact.value
        _link_mention(article, authority.propose_body(body.name, level=body.level, region=body.region), fact)


def _link_mention(article: Article, agency: Agency | None, fact: Fact[Any]) -> None:
    if agency:
        evidence = storable([asdict(words) for words in fact.evidence])
        ArticleAgency.objects.get_or_create(
            article=article, agency=agency, role=ArticleAgency.Role.MENTIONED, defaults={"evidence": evidence}
        )


def _describe(capture: Capture, extraction: Extraction) -> None:
    capture.media_type = extraction.media_type.value
    capture.charset = extraction.charset[:40]
    capture.charset_reason = extraction.charset_reason[:200]
    capture.captured_on = extraction.captured_on or capture.captured_on
    capture.save(update_fields=["media_type", "charset", "charset_reason", "captured_on"])
