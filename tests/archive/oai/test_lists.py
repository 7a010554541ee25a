"""Lists of records for harvesters: their order, their pages, their sets."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client

from archive.models import Agency, Review
from archive.oai import records
from tests.archive.oai.asking import START, O, ask, at_times, changed, code, identifiers, listed
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db


class TestLists:
    def test_they_are_in_the_order_of_change_and_both_ends_count(self, client: Client) -> None:
        articles = at_times(4)
        ids = [one.public_id for one in articles]
        assert identifiers(listed(client)) == identifiers(listed(client, "ListIdentifiers")) == ids
        between = {"from_": "2026-03-02T08:00:00Z", "until": "2026-03-03T08:00:00Z"}
        assert identifiers(listed(client, **between)) == ids[1:3]
        assert identifiers(listed(client, from_="2026-03-02", until="2026-03-03")) == ids[1:3]
        assert identifiers(listed(client, from_="2026-03-04")) == ids[3:]
        assert identifiers(listed(client, until="2026-03-01T08:00:00Z")) == ids[:1]
        assert code(listed(client, until="2026-03-01T07:59:59Z")) == "noRecordsMatch"

    def test_pages_hold_everything_once_with_its_place_told(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(records, "PAGE", 3)
        articles = at_times(5)
        gone = ArticleFactory(state="withdrawn")
        Review.objects.update(decided_at=START + datetime.timedelta(days=1))
        same = changed(ArticleFactory(state="published"), START)
        ids = [articles[0], same, articles[1], gone, *articles[2:]]
        root, found, marks = listed(client), [], []
        while True:
            found += identifiers(root)
            mark = root.find(f".//{O}resumptionToken")
            marks.append((mark.get("cursor"), mark.get("completeListSize")))
            if not mark.text:
                break
            root = ask(client, "ListRecords", resumptionToken=mark.text)
        assert sorted(found[:2]) == sorted(one.public_id for one in ids[:2])
        assert set(found) == {one.public_id for one in ids} and len(found) == 7
        assert marks == [("0", "7"), ("3", "7"), ("6", "7")]

    def test_a_list_that_ends_at_once_has_no_token(self, client: Client) -> None:
        at_times(1)
        assert listed(client).find(f".//{O}resumptionToken") is None

    def test_what_changes_while_a_list_is_read_is_not_missed(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(records, "PAGE", 2)
        articles = at_times(4)
        token = listed(client).findtext(f".//{O}resumptionToken")
        changed(articles[2], START + datetime.timedelta(days=9))
        rest = ask(client, "ListRecords", resumptionToken=token)
        assert identifiers(rest) == [articles[3].public_id, articles[2].public_id]

    def test_tokens_cannot_be_altered_nor_used_for_another_verb(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(records, "PAGE", 1)
        at_times(3)
        token = listed(client).findtext(f".//{O}resumptionToken")
        head, tail = token.split(":")
        wrong = [token[:-1], f"{head[:-2]}AA:{tail}", f"A{token}", "x" * 5000, f"{head}:"]
        assert {code(ask(client, "ListRecords", resumptionToken=one)) for one in wrong} == {"badResumptionToken"}
        assert code(ask(client, "ListIdentifiers", resumptionToken=token)) == "badResumptionToken"
        assert code(ask(client, "ListRecords", resumptionToken=token)) is None

    def test_queries_do_not_grow(self, client: Client, django_assert_num_queries) -> None:
        at_times(1, source=AgencyFactory())
        ArticleFactory(state="withdrawn")
        # Three counts, three lists of keys, the articles.
        with django_assert_num_queries(7):
            listed(client)
        at_times(20, source=AgencyFactory(), title="")
        ArticleFactory.create_batch(3, state="withdrawn")
        with django_assert_num_queries(7):
            listed(client)


class TestSets:
    def test_they_are_the_sources_of_public_articles(self, client: Client, django_assert_num_queries) -> None:
        at_times(2, source=AgencyFactory(name="潮信电讯", slug="chaoxin"))
        at_times(1, source=AgencyFactory(name="汐城", slug="汐城-wb"))
        at_times(1, source=AgencyFactory(name="港务局", slug="port", kind=Agency.Kind.GOVERNMENT))
        at_times(1, source=AgencyFactory(slug="candidate", confirmed=False))
        ArticleFactory(source=AgencyFactory(slug="hidden"))
        with django_assert_num_queries(1):
            root = ask(client, "ListSets")
        specs = [one.text for one in root.iter(f"{O}setSpec")]
        assert specs[:3] == ["outlet", "government", "government:port"] and specs[3] == "outlet:chaoxin"
        assert all(re.fullmatch(r"([A-Za-z0-9\-_.!~*'()])+(:[A-Za-z0-9\-_.!~*'()]+)*", one) for one in specs)
        assert len(specs) == 5
        counts = {spec: len(identifiers(listed(client, set=spec))) for spec in specs}
        assert counts == {"outlet": 3, "government": 1, "government:port": 1, "outlet:chaoxin": 2, specs[4]: 1}

    def test_an_empty_archive_has_the_two_kinds(self, client: Client) -> None:
        assert [one.text for one in ask(client, "ListSets").iter(f"{O}setSpec")] == ["outlet", "government"]
        assert code(listed(client, set="outlet")) == "noRecordsMatch"

    def test_a_set_tells_every_deletion_since_none_says_whose_it_was(self, client: Client) -> None:
        at_times(1, source=AgencyFactory(slug="chaoxin"))
        gone = ArticleFactory(state="withdrawn")
        assert gone.public_id in identifiers(listed(client, set="outlet:chaoxin"))
