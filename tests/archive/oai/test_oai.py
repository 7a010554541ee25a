"""The answers to harvesters, verb by verb, against what the protocol demands."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from archive import publishing
from archive.models import Review, UploadBatch, UploadItem
from tests.archive.oai.asking import DC, START, O, ask, at_times, changed, code, identifiers, listed
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db


class TestEnvelope:
    def test_it_says_when_it_answers_what_was_asked(self, client: Client) -> None:
        root = ask(client, "ListMetadataFormats")
        assert root.tag == f"{O}OAI-PMH"
        assert [child.tag for child in root] == [f"{O}responseDate", f"{O}request", f"{O}ListMetadataFormats"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", root[0].text)
        assert root[1].text == "http://testserver/oai" and dict(root[1].attrib) == {"verb": "ListMetadataFormats"}

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", "badVerb"),
            ("verb=", "badVerb"),
            ("verb=Identifiy", "badVerb"),
            ("verb=Identify&verb=Identify", "badVerb"),
            ("verb=Identify&x=1", "badArgument"),
            ("verb=GetRecord&identifier=a", "badArgument"),
            ("verb=ListRecords", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-30", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-02T25:00:00Z", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-02&until=2024-01-03T00:00:00Z", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-03&until=2024-01-02", "badArgument"),
            ("verb=GetRecord&resumptionToken=x", "badArgument"),
            ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
            ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
            ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
            ("verb=ListRecords&metadataPrefix=marcxml", "cannotDisseminateFormat"),
            ("verb=ListIdentifiers&metadataPrefix=oai_dc&set=nonesuch", "noRecordsMatch"),
            ("verb=ListIdentifiers&metadataPrefix=oai_dc&set=outlet:nonesuch", "noRecordsMatch"),
            ("verb=ListIdentifiers&metadataPrefix=oai_dc&set=outlet:%00", "badArgument"),
            ("verb=ListIdentifiers&metadataPrefix=oai_dc&set=outlet:xn--a%25", "badArgument"),
            ("verb=ListIdentifiers&metadataPrefix=oai_dc&set=outlet:xn--a-~", "noRecordsMatch"),
            ("verb=ListIdentifiers&metadataPrefix=oai_dc&set=outlet:xn--99999999", "noRecordsMatch"),
            ("verb=ListRecords&metadataPrefix=%E5%A0%A4", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=9999-12-31", "noRecordsMatch"),
            ("verb=ListRecords&metadataPrefix=oai_dc&until=0001-01-01", "noRecordsMatch"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:", "idDoesNotExist"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%00%FF", "idDoesNotExist"),
            ("verb=ListMetadataFormats&identifier=oai:elsewhere.test:abc", "idDoesNotExist"),
        ],
    )
    def test_what_is_wrong_has_the_protocol_s_name(self, client: Client, query: str, expected: str) -> None:
        ArticleFactory(state="published")
        answer = client.get(f"/oai?{query}")
        root = etree.fromstring(answer.content)
        assert (answer.status_code, code(root)) == (200, expected)
        said = dict(root.find(f"{O}request").attrib)
        assert said == {} if expected in ("badVerb", "badArgument") else said

    def test_a_post_asks_the_same_and_needs_no_token_of_a_form(self) -> None:
        client = Client(enforce_csrf_checks=True)
        assert ask(client, "Identify", post=True).find(f"{O}Identify") is not None

    def test_a_body_of_another_kind_asks_nothing(self, client: Client) -> None:
        answer = client.post("/oai", {"verb": "Identify"})  # multipart
        assert code(etree.fromstring(answer.content)) == "badVerb"

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_nothing_else_is_answered(self, client: Client, method: str) -> None:
        assert getattr(client, method)("/oai?verb=Identify").status_code == 405


class TestIdentify:
    def test_it_tells_what_a_harvester_relies_on(self, client: Client, settings: Any) -> None:
        settings.BAOKU_CONTACT = "archive@example.test"
        at_times(2)
        told = {one.tag.removeprefix(O): one.text for one in ask(client, "Identify").find(f"{O}Identify")}
        assert list(told) == [
            *("repositoryName", "baseURL", "protocolVersion", "adminEmail"),
            *("earliestDatestamp", "deletedRecord", "granularity"),
        ]
        assert told["earliestDatestamp"] == "2026-03-01T08:00:00Z"
        assert told["deletedRecord"] == "transient" and told["granularity"] == "YYYY-MM-DDThh:mm:ssZ"
        assert told["adminEmail"] == "archive@example.test" and told["protocolVersion"] == "2.0"

    def test_an_empty_archive_begins_now(self, client: Client) -> None:
        before = timezone.now().replace(microsecond=0)
        (earliest,) = ask(client, "Identify").iter(f"{O}earliestDatestamp")
        assert datetime.datetime.fromisoformat(earliest.text) >= before

    def test_a_withdrawal_may_be_the_earliest(self, client: Client) -> None:
        ArticleFactory(state="withdrawn")
        Review.objects.update(decided_at=START)
        assert ask(client, "Identify").findtext(f".//{O}earliestDatestamp") == "2026-03-01T08:00:00Z"


class TestRecords:
    def test_the_record_says_what_the_page_says(self, client: Client) -> None:
        outlet = AgencyFactory(name="潮信电讯", slug="chaoxin")
        article = ArticleFactory(
            state="published",
            source=outlet,
            title="堤 & <坝>\x0b",
            authors=["甲"],
            editors=["乙"],
            url="https://x.test/?a=1&b=2",
        )
        identifier = f"oai:testserver:{article.public_id}"
        root = ask(client, "GetRecord", metadataPrefix="oai_dc", identifier=identifier)
        header = root.find(f"{O}GetRecord/{O}record/{O}header")
        assert header.findtext(f"{O}identifier") == identifier and header.findtext(f"{O}setSpec") == "outlet:chaoxin"
        (dc,) = root.find(f"{O}GetRecord/{O}record/{O}metadata")
        told = [(one.tag.removeprefix(DC), one.text) for one in dc]
        assert told == [
            ("title", "堤 & <坝>"),
            ("creator", "甲"),
            ("contributor", "乙"),
            ("publisher", "潮信电讯"),
            ("date", "2024-09-12"),
            ("language", "zh-Hans"),
            ("identifier", f"http://testserver/a/{article.public_id}/"),
            ("source", "https://x.test/?a=1&b=2"),
            ("type", "Text"),
        ]

    @pytest.mark.parametrize("state", ["draft", "returned", "discarded"])
    def test_what_never_was_public_is_like_what_never_was(self, client: Client, state: str) -> None:
        article = ArticleFactory(state=state)
        for verb in ("GetRecord", "ListMetadataFormats"):
            more = {"metadataPrefix": "oai_dc"} if verb == "GetRecord" else {}
            root = ask(client, verb, identifier=f"oai:testserver:{article.public_id}", **more)
            assert code(root) == "idDoesNotExist"
        assert code(listed(client)) == "noRecordsMatch"

    def test_of_a_withdrawn_article_its_name_and_the_moment_are_left(self, client: Client) -> None:
        article = ArticleFactory(state="published", source=AgencyFactory(), title="撤回的")
        assert publishing.withdraw(article, by=None, reason="因为", category="privacy") is None
        at = Review.objects.get(article=article).decided_at
        identifier = f"oai:testserver:{article.public_id}"
        for root in (
            ask(client, "GetRecord", metadataPrefix="oai_dc", identifier=identifier),
            listed(client),
            listed(client, "ListIdentifiers"),
        ):
            (header,) = root.iter(f"{O}header")
            assert header.get("status") == "deleted"
            assert [(one.tag, one.text) for one in header] == [
                (f"{O}identifier", identifier),
                (f"{O}datestamp", at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
            ]
            assert root.find(f".//{O}metadata") is None
            assert "撤回" not in etree.tostring(root, encoding="unicode")
        assert code(ask(client, "ListMetadataFormats", identifier=identifier)) == "noMetadataFormats"

    def test_what_is_done_to_it_afterwards_moves_no_date(self, client: Client) -> None:
        article = ArticleFactory(state="withdrawn")
        Review.objects.update(decided_at=START)
        changed(article, START + datetime.timedelta(days=90))
        assert [one.text for one in listed(client).iter(f"{O}datestamp")] == ["2026-03-01T08:00:00Z"]

    def test_withdrawn_twice_is_told_once_and_restored_is_back(self, client: Client) -> None:
        article = ArticleFactory(state="published")
        for _time in range(2):
            publishing.withdraw(article, by=None, reason="x", category="error")
            last = Review.objects.order_by("-pk")[0].decided_at
            publishing.restore(article, by=None)
        (header,) = listed(client).iter(f"{O}header")
        assert header.get("status") is None
        publishing.withdraw(article, by=None, reason="x", category="error")
        (header,) = listed(client).iter(f"{O}header")
        told = datetime.datetime.fromisoformat(header.findtext(f"{O}datestamp"))
        assert header.get("status") == "deleted" and told >= last.replace(microsecond=0)

    def test_what_was_public_and_went_with_its_batch_is_deleted_too(self, client: Client) -> None:
        gone, never = ArticleFactory(state="discarded"), ArticleFactory(state="discarded")
        batch = UploadBatch.objects.create(undone_at=timezone.now())
        for article, before in ((gone, "published"), (never, "draft")):
            UploadItem.objects.create(batch=batch, name="x", state="draft", article=article, undone_from=before)
        root = listed(client)
        assert identifiers(root) == [gone.public_id]
        assert [one.get("status") for one in root.iter(f"{O}header")] == ["deleted"]
