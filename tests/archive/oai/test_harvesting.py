"""The whole archive harvested by Sickle over HTTP, as libraries do it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sickle import Sickle
from sickle.oaiexceptions import BadArgument, CannotDisseminateFormat, IdDoesNotExist, NoRecordsMatch

from archive.oai import records
from tests.factories import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["GET", "POST"])
def harvester(live_server, request, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sickle]:
    monkeypatch.setattr(records, "PAGE", 4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "*")
        yield Sickle(f"{live_server.url}/oai", http_method=request.param, timeout=30)


def test_it_comes_whole(harvester: Sickle) -> None:
    outlet = AgencyFactory(name="潮信电讯", slug="潮信")
    public = ArticleFactory.create_batch(9, state="published", source=outlet, title="三号海堤")
    gone = ArticleFactory.create_batch(2, state="withdrawn", title="撤回的")
    ArticleFactory.create_batch(3, state="draft", title="草稿")
    found = list(harvester.ListRecords(metadataPrefix="oai_dc"))
    named = {one.header.identifier.rpartition(":")[2]: one for one in found}
    assert len(found) == 11
    assert {key for key, one in named.items() if one.deleted} == {one.public_id for one in gone}
    for article in public:
        assert named[article.public_id].metadata["title"] == ["三号海堤"]
    identifiers = list(harvester.ListIdentifiers(metadataPrefix="oai_dc"))
    assert [one.identifier for one in identifiers] == [one.header.identifier for one in found]
    again = harvester.GetRecord(metadataPrefix="oai_dc", identifier=found[0].header.identifier)
    assert again.header.datestamp == found[0].header.datestamp
    assert harvester.Identify().deletedRecord == "transient"
    assert [one.metadataPrefix for one in harvester.ListMetadataFormats()] == ["oai_dc"]
    specs = [one.setSpec for one in harvester.ListSets()]
    assert len(list(harvester.ListRecords(metadataPrefix="oai_dc", set=specs[-1], ignore_deleted=True))) == 9


def test_an_empty_archive_says_so(harvester: Sickle) -> None:
    with pytest.raises(NoRecordsMatch):
        harvester.ListRecords(metadataPrefix="oai_dc")
    with pytest.raises(CannotDisseminateFormat):
        harvester.ListRecords(metadataPrefix="mods")
    with pytest.raises(IdDoesNotExist):
        harvester.GetRecord(metadataPrefix="oai_dc", identifier="oai:localhost:x")
    with pytest.raises(BadArgument):
        harvester.ListRecords(metadataPrefix="oai_dc", **{"from": "soon"})
