"""Counts what is public already, so that an archive from before the tallies shows its holdings at once; and indexes
by which long lists are walked without reading the articles that they pass."""

import datetime
from collections import Counter, defaultdict
from zoneinfo import ZoneInfo

from django.db import migrations, models

CHINA = ZoneInfo("Asia/Shanghai")
KNOWN = {"minute": 10, "day": 10, "month": 7, "year": 4}
PORTION = 500


def count_all(apps, schema_editor):
    """The same places as archive.tallies.places has: a later change of those comes with a migration of its own."""
    Article, Link = apps.get_model("archive", "Article"), apps.get_model("archive", "ArticleAgency")
    Tallied, Tally = apps.get_model("archive", "Tallied"), apps.get_model("archive", "Tally")
    counted, last = Counter({("", ""): 0}), 0
    facts = Article.objects.filter(state="published").order_by("pk")
    facts = facts.values_list("pk", "published_on", "date_precision", "released_at")
    Tally.objects.all().delete()
    Tallied.objects.all().delete()
    while portion := list(facts.filter(pk__gt=last)[:PORTION]):
        last, links = portion[-1][0], defaultdict(list)
        found = Link.objects.filter(article__in=[row[0] for row in portion]).order_by()
        for article, agency, role in found.values_list("article_id", "agency_id", "role"):
            links[article].append((agency, role))
        places = {row[0]: sorted(places_of(*row[1:], links[row[0]])) for row in portion}
        Tallied.objects.bulk_create(Tallied(article_id=pk, places=where) for pk, where in places.items())
        counted.update(place for where in places.values() for place in where)
    rows = (Tally(subject=subject, period=period, count=count) for (subject, period), count in counted.items())
    Tally.objects.bulk_create(rows, batch_size=PORTION)


def places_of(day: datetime.date | None, precision, released_at, links):
    known = day.isoformat()[: KNOWN[precision]] if day else ""
    periods = [known[:length] for length in (4, 7, 10) if length <= len(known)] or ["unknown"]
    places = {("", ""), *(("day" if len(period) == 10 else "", period) for period in periods)}
    if released_at:
        places.add(("added", released_at.astimezone(CHINA).date().isoformat()))
    for agency, role in links:
        places.update((f"agency/{agency}", period) for period in ("", *periods[:2]))
        places.update((f"agency/{agency}/{role}", period) for period in ("", periods[0]))
    return places


class Migration(migrations.Migration):
    dependencies = [("archive", "0009_reading_room_permissions")]

    operations = [
        migrations.AddIndex("tally", models.Index(fields=["period", "subject"], name="tally_by_period")),
        migrations.RemoveIndex("article", "article_public_by_day"),
        migrations.AddIndex(
            "article",
            models.Index(
                fields=["state", "-published_on", "-published_at", "-id", "date_precision", "source", "site"],
                name="article_public_by_day",
            ),
        ),
        migrations.AddIndex(
            "article", models.Index(fields=["state", "date_precision", "-published_on"], name="article_by_precision")
        ),
        migrations.RunPython(count_all, migrations.RunPython.noop, elidable=True),
    ]
