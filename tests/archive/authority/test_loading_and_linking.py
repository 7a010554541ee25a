"""The authority file: loaded once however often it is read, found in either script, confirmed by people."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import translation

from archive import authority, publishing
from archive.ingest.authority import starter_entries
from archive.ingest.processing import authority_from_database
from archive.models import Agency, AgencyAlias, Article
from search.models import IndexChange
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db

RECORDS: list[dict[str, Any]] = [
    {
        "name": "汐城市水务局",
        "kind": "government",
        "level": "municipal",
        "region": "汐城",
        "parent": "汐城市人民政府",
        "aliases": ["市水务局", "汐城水務局"],
        "slug": "xicheng-water",
    },
    {"name": "汐城市人民政府", "kind": "government", "level": "municipal", "aliases": []},
    {"name": "汐城晚报", "kind": "outlet", "aliases": ["汐城晚報", "汐晚"]},
]


def rows() -> tuple[list[Any], list[Any]]:
    agencies = Agency.objects.order_by("name").values_list()
    return list(agencies), list(AgencyAlias.objects.order_by("agency", "key").values_list())


class TestLoadAgencies:
    def test_writes_agencies_with_their_aliases_and_parents_in_any_order(self) -> None:
        loaded = authority.load_agencies(RECORDS)
        assert (loaded.added, loaded.known) == (3, 0)
        water = Agency.objects.get(slug="xicheng-water")
        assert (water.kind, water.level, water.region, water.confirmed) == ("government", "municipal", "汐城", True)
        assert water.parent and water.parent.name == "汐城市人民政府"
        assert Agency.objects.get(name="汐城晚报").slug == "汐城晚报"

    def test_the_canonical_name_is_an_alias_and_both_scripts_are_one(self) -> None:
        authority.load_agencies(RECORDS)
        keys = AgencyAlias.objects.filter(agency__name="汐城晚报").values_list("key", flat=True)
        assert sorted(keys) == ["汐城晚报", "汐晚"]

    def test_a_second_run_changes_nothing(self) -> None:
        authority.load_agencies(RECORDS)
        before = rows()
        loaded = authority.load_agencies(RECORDS)
        assert (loaded.added, loaded.aliases, loaded.known) == (0, 0, 3)
        assert rows() == before

    def test_keeps_what_people_have_corrected(self) -> None:
        authority.load_agencies(RECORDS)
        Agency.objects.filter(slug="xicheng-water").update(level="county", region="汐城东区")
        authority.load_agencies(RECORDS)
        water = Agency.objects.get(slug="xicheng-water")
        assert (water.level, water.region) == ("county", "汐城东区")

    def test_confirms_a_candidate_and_links_the_articles_that_waited_for_it(self) -> None:
        article = ArticleFactory(source_name="汐城晚報", source=None)
        publishing.publish(article, by=None)
        authority.propose_outlet("汐城晚报")
        assert authority.load_agencies(RECORDS).linked == 1
        article.refresh_from_db()
        assert article.source and (article.source.name, article.source.confirmed) == ("汐城晚报", True)
        assert IndexChange.objects.filter(article_pk=article.pk).count() == 2

    def test_refuses_a_kind_that_there_is_not_and_keeps_nothing(self) -> None:
        with pytest.raises(ValidationError):
            authority.load_agencies([RECORDS[2], {"name": "x", "kind": "newspaper", "aliases": []}])
        assert not Agency.objects.exists()

    def test_two_names_with_the_same_slug_get_two(self) -> None:
        authority.load_agencies([{"name": "汐 报", "kind": "outlet"}, {"name": "汐-报", "kind": "outlet"}])
        assert sorted(Agency.objects.values_list("slug", flat=True)) == ["汐-报", "汐-报-2"]


class TestFind:
    def test_takes_any_name_in_any_script_and_width(self) -> None:
        outlet = AgencyFactory(name="汐城晚报", aliases=["ＸＣ晚报"])
        assert {authority.find(name) for name in ("汐城晚报", "汐城晚報", " 汐城晚报 ", "xc晚报")} == {outlet}

    @pytest.mark.parametrize("name", ["", "  ", "別的報"])
    def test_knows_nothing_else(self, name: str) -> None:
        AgencyFactory()
        assert authority.find(name) is None

    def test_does_not_choose_among_namesakes_but_keeps_what_a_person_chose(self) -> None:
        one, two = AgencyFactory(aliases=["晚报"]), AgencyFactory(aliases=["晚报"])
        assert authority.find("晚报") is None
        assert authority.find("晚报", current=two) == two
        assert authority.find("晚报", current=AgencyFactory()) is None
        assert authority.find(one.name) == one

    def test_a_canonical_name_goes_before_a_namesake_alias(self) -> None:
        one = AgencyFactory(name="晚报")
        AgencyFactory(aliases=["晚報"])
        assert authority.find("晚报") == one


class TestLinkAgencies:
    def test_links_source_and_site_with_the_words_that_say_so(self) -> None:
        outlet, site = AgencyFactory(name="汐城晚报"), AgencyFactory(name="汐城网")
        words = [{"quote": "来源：汐城晚報", "where": "block", "block": 1, "used": True}]
        article = ArticleFactory(source_name="汐城晚報", site_name="汐城网", source=None, evidence={"source": words})
        assert authority.link_agencies(article)
        article.refresh_from_db()
        assert (article.source, article.site) == (outlet, site)
        links = article.agency_links.values_list("agency", "role", "evidence")
        assert list(links) == [(outlet.pk, "source", words), (site.pk, "republisher", [])]

    def test_follows_a_corrected_name_and_leaves_mentions_alone(self) -> None:
        first, second, named = AgencyFactory(), AgencyFactory(), AgencyFactory()
        article = ArticleFactory(source_name=first.name, source=first, mentions=[named])
        article.source_name = second.name
        assert authority.link_agencies(article)
        assert set(article.agency_links.values_list("agency", "role")) == {
            (second.pk, "source"),
            (named.pk, "mentioned"),
        }

    def test_an_unknown_name_is_printed_and_linked_to_nothing(self) -> None:
        article = ArticleFactory(source_name="无名报", source=AgencyFactory())
        assert authority.link_agencies(article)
        article.refresh_from_db()
        assert (article.source, article.source_name) == (None, "无名报")
        assert not article.agency_links.exists() and not Agency.objects.filter(name="无名报").exists()

    def test_a_second_time_changes_nothing(self) -> None:
        outlet = AgencyFactory()
        article = ArticleFactory(source_name=outlet.name, source=None)
        assert authority.link_agencies(article)
        assert not authority.link_agencies(article)
        assert article.agency_links.count() == 1


def test_the_sandbox_gets_every_confirmed_name_and_no_candidate() -> None:
    AgencyFactory(name="汐城晚报", aliases=["汐晚"])
    authority.propose_outlet("无名报")
    known = authority_from_database()
    assert {known.find(name).name for name in ("汐城晚報", "汐晚")} == {"汐城晚报"}  # type: ignore[union-attr]
    assert known.find("无名报") is None


def test_articles_without_printed_names_are_never_looked_at() -> None:
    ArticleFactory(source_name="", site_name="")
    assert authority.relink_unresolved() == 0
    assert Article.objects.count() == 1


class TestTheCommand:
    def run(self, *args: object) -> str:
        out = io.StringIO()
        with translation.override("en"):
            call_command("load_agencies", *args, stdout=out)
        return out.getvalue()

    def test_loads_the_starter_list_whole_and_once(self) -> None:
        entries = starter_entries()
        assert f"{len(entries):,}  New agencies" in self.run()
        assert Agency.objects.confirmed().count() == len(entries)
        with_parent = {entry["name"] for entry in entries if entry.get("parent")}
        assert set(Agency.objects.filter(parent__isnull=False).values_list("name", flat=True)) == with_parent
        before = rows()
        assert "0  New agencies" in self.run()
        assert rows() == before

    def test_loads_a_list_of_ones_own(self, tmp_path: Path) -> None:
        path = tmp_path / "agencies.json"
        path.write_text(json.dumps(RECORDS), encoding="utf-8")
        assert "3  New agencies" in self.run(path)

    @pytest.mark.parametrize(
        "content", ["{", '{"name": "x"}', "[1]", '[{"kind": "outlet"}]', '[{"name": "x", "kind": "paper"}]', "7"]
    )
    def test_says_what_is_wrong_with_a_list(self, tmp_path: Path, content: str) -> None:
        path = tmp_path / "agencies.json"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(CommandError, match=r"agencies\.json"):
            self.run(path)
        assert not Agency.objects.exists()
