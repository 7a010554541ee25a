"""Settle the place of the drafts that wait already, as `ArticleQuerySet.weigh` does with new ones."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

PERSONAL_DATA = [
    *("id-number", "mobile-number", "bank-card", "hk-id", "taiwan-id"),
    *("passport", "landline", "plate", "email", "home-address"),
]


def weigh_drafts(apps: Apps, schema_editor: object) -> None:
    Article, Finding = apps.get_model("archive", "Article"), apps.get_model("archive", "Finding")
    open_ones = Finding.objects.filter(article=OuterRef("pk"), state="open").order_by().values("article")
    blocking = open_ones.filter(kind__in=PERSONAL_DATA, in_body=True)
    urgency = count(blocking) * 10_000 + count(open_ones.exclude(kind="pinyin"))
    Article.objects.filter(state__in=["draft", "returned"]).update(urgency=urgency)


def count(findings: QuerySet) -> Coalesce:
    counted = findings.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class Migration(migrations.Migration):
    dependencies = [("archive", "0004_newsroom_permissions")]
    operations = [migrations.RunPython(weigh_drafts, migrations.RunPython.noop)]
