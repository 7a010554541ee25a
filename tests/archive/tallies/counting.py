"""A count of the public articles that looks at each of them, for comparing with the tallies."""

from __future__ import annotations

from collections import Counter

from django.utils import timezone

from archive.models import Article, Tallied, Tally

PRECISE = {"year": 1, "month": 2, "day": 3, "minute": 3}


def kept() -> dict[tuple[str, str], int]:
    """What the tallies say; that of all articles stays where there is none."""
    rows = Tally.objects.values_list("subject", "period", "count")
    return {(subject, period): count for subject, period, count in rows if count or (subject, period) != ("", "")}


def fresh() -> dict[tuple[str, str], int]:
    """What there is, article by article."""
    counts: Counter[tuple[str, str]] = Counter()
    for article in Article.objects.filter(state="published").prefetch_related("agency_links"):
        counts.update(places(article))
    return dict(counts)


def places(article: Article) -> set[tuple[str, str]]:
    parts = str(article.published_on).split("-") if article.published_on else []
    known = parts[: PRECISE.get(article.date_precision, 0)]
    year, month = known[0] if known else "unknown", "-".join(known[:2]) if len(known) > 1 else None
    found = {("", ""), ("", year), ("added", timezone.localtime(article.released_at).date().isoformat())}
    if month:
        found.add(("", month))
    if len(known) == 3:
        found.add(("day", "-".join(known)))
    for link in article.agency_links.all():
        subject = f"agency/{link.agency_id}"
        found |= {(subject, ""), (subject, year), (f"{subject}/{link.role}", ""), (f"{subject}/{link.role}", year)}
        if month:
            found.add((subject, month))
    return found


def assert_true() -> None:
    assert kept() == fresh()
    assert set(Tallied.objects.values_list("pk", flat=True)) == set(
        Article.objects.public().values_list("pk", flat=True)
    )
