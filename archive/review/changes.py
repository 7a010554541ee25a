"""How a change of an article is kept: the row locked, the body made from its blocks, the traces written with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archive import authority, duplicates
from archive.models import Article, Event, Finding, TextBlock
from archive.publishing import Refusal, announce_change
from archive.review.hiding import shows
from archive.review.readings import carry

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: Finds personal data in a text: its kind and its words.
Detector = Callable[[str], Iterable[tuple[str, str]]]
#: Once readers have seen an article, each change of it is a revision.
HAS_BEEN_PUBLIC = (Article.State.PUBLISHED, Article.State.WITHDRAWN)
#: Fields that readers never see: a change of these alone is no new revision.
DESK_ONLY = {"desk_note"}
NAMES_OF_AGENCIES = {"source_name", "site_name"}


def lock(article: Article) -> None:
    """Wait for the row and read it anew, so that the decision is taken on what is there now."""
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())


def count_up(article: Article, *, by: User | None) -> None:
    """Save the article as changed by this person: whoever has an older version in front of them is told."""
    article.version += 1
    article.updated_by = by
    article.save()


def rewrite(block: TextBlock, cleaned: str) -> None:
    """Give a block new cleaned text, with the readings that still belong to it. Saves nothing."""
    block.readings = carry(block.readings, block.cleaned, cleaned)
    block.cleaned = cleaned


def body_of(blocks: Iterable[TextBlock]) -> list[str]:
    """The paragraphs and sub-headings that readers see, in their order."""
    return [block.cleaned for block in blocks if block.in_body]


def keep(
    article: Article,
    blocks: Sequence[TextBlock],
    *,
    by: User | None,
    action: str,
    fields: Iterable[str] = (),
    detect: Detector | None = None,
    revision: Mapping[str, Any] | None = None,
    **told: object,
) -> Refusal | None:
    """Save a changed article with its blocks, findings, event and revision; call it inside a transaction.

    blocks: all of the article's, in order; none for an article that came without. fields: names of what changed.
    detect: looks for personal data in words that readers see now and did not before; None where there are none.
    revision: what the revision says of itself, as `archive.revisions.keep_revision` takes it.
    A change that would newly show personal data, or an empty page, to readers is refused; then nothing is saved.
    """
    if blocks:
        article.body = body_of(blocks)
    findings = list(article.findings.filter(kind__in=Finding.PERSONAL_DATA))
    before = _blocking(findings)
    _see_anew(article, findings)
    findings += _newly_found(article, findings, detect) if detect else []
    if refusal := _why_not(article, _blocking(findings) - before):
        article.refresh_from_db()
        return refusal
    _save(article, blocks, findings, by)
    changed = sorted(fields)
    if NAMES_OF_AGENCIES.intersection(changed):
        authority.link_agencies(article)
    Event.objects.record(action, article, actor=by, version=article.version, fields=changed, **told)
    duplicates.compare([article])
    if article.state in HAS_BEEN_PUBLIC and not (changed and DESK_ONLY.issuperset(changed)):
        announce_change(article, by=by, **(revision or {}))
    return None


def public_words(article: Article) -> list[str]:
    """Every text of the article that readers see, without its address. The words of the date are shown as evidence."""
    names = [article.source_name, article.site_name, *article.authors, *article.editors]
    quotes = [words["quote"] for words in article.evidence.get("published", [])]
    titles = [article.kicker, article.title, article.subtitle, article.original_title, article.dateline]
    return [*titles, *article.body, *names, *quotes]


def look_again(article: Article, *, detect: Detector) -> None:
    """Bring the findings of personal data up to what readers would see now. Call it inside a transaction.

    Ingest looks at the text; a title, a name or the words of the date may hold a number too.
    """
    findings = list(article.findings.filter(kind__in=Finding.PERSONAL_DATA))
    _see_anew(article, findings)
    for finding in findings + _newly_found(article, findings, detect):
        finding.save()


def _see_anew(article: Article, findings: Iterable[Finding]) -> None:
    """Settle anew which personal data readers would see: blocks were cut or restored, words typed or taken out."""
    words = public_words(article)
    for finding in findings:
        if finding.text:
            finding.in_body = any(shows(text, finding.text) for text in words)
            if finding.in_body and finding.state == Finding.State.MASKED:  # it came back with a block, or was typed
                finding.state = Finding.State.OPEN


def _newly_found(article: Article, known: Iterable[Finding], detect: Detector) -> list[Finding]:
    """Findings, not yet saved, for personal data that a person typed or brought back into the text."""
    before = {finding.text for finding in known}
    text = "\n".join(public_words(article))  # in one piece: a number may run over the end of a line
    found = {words: kind for kind, words in detect(text) if words not in before}
    return [Finding(article=article, kind=kind, text=words, in_body=True) for words, kind in found.items()]


def _blocking(findings: Iterable[Finding]) -> set[int | None]:
    return {finding.pk for finding in findings if finding.blocks_publication}


def _why_not(article: Article, newly_blocking: set[int | None]) -> Refusal | None:
    """Only a public article has to stay fit for readers at each step. One that is not may still be mended."""
    if article.state != Article.State.PUBLISHED:
        return None
    if not article.body:
        return Refusal.NO_TEXT
    return Refusal.OPEN_FINDINGS if newly_blocking else None


def _save(article: Article, blocks: Sequence[TextBlock], findings: Iterable[Finding], by: User | None) -> None:
    count_up(article, by=by)
    TextBlock.objects.bulk_update(blocks, ["cleaned", "role", "reason", "rule", "readings", "was"], batch_size=200)
    for finding in findings:
        finding.save(update_fields=["in_body", "state"] if finding.pk else None)
