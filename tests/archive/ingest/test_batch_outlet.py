"""The outlet that is given with an upload: the source of pages that name none, and of no other."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import pytest

from archive.ingest import pipeline
from archive.ingest.authority import build
from archive.ingest.intake import Handover, receive
from archive.ingest.pool import Pool
from archive.ingest.processing import authority_from_database, process_all
from archive.ingest.records import BATCH_OUTLET, Extraction, Metadata, SourceFile
from archive.ingest.redecoding import redecode
from archive.models import Article, Event, UploadBatch
from archive.review.evidence import readings
from tests.archive.ingest.pages import Given
from tests.factories import AgencyFactory, UserFactory

SENTENCES = "昨天上午十点二十分，三号海堤在平潮时分合龙。堤身沉降仍须观测两个汛期，市水务局说，观测结果会按月公布。"
TODAY = datetime.date(2026, 11, 22)


def page(*credit: str) -> bytes:
    return "\n\n".join(["三号海堤昨日合龙", *credit, SENTENCES, SENTENCES]).encode()


def read(data: bytes, *metadata: Metadata) -> Extraction:
    source = SourceFile("a.txt", data, metadata=metadata)
    found = pipeline.extract(source, authority=build([]), today=TODAY)
    assert isinstance(found, Extraction)
    return found


def test_it_is_the_source_of_a_page_that_names_none_and_the_evidence_says_so():
    source = read(page(), Metadata(BATCH_OUTLET, "云渡日报")).source
    assert source and source.value == "云渡日报"
    assert [(words.where, words.used) for words in source.evidence] == [("batch:outlet", True)]
    assert read(page()).source is None


def test_a_page_that_names_its_source_keeps_it_undisputed():
    source = read(page("2021-06-18 09:49 来源：汐城晚报"), Metadata(BATCH_OUTLET, "云渡日报")).source
    assert source and source.value == "汐城晚报"
    assert all(words.quote != "云渡日报" for words in source.evidence)


@pytest.mark.django_db
@pytest.mark.usefixtures("data")
class TestThroughTheWholeWay:
    @pytest.fixture
    def outlet(self):
        return AgencyFactory(name="云渡日报")

    def take(self, outlet, *files: Given) -> UploadBatch:
        batch = receive(files, Handover(by=UserFactory(), origin=UploadBatch.Origin.WEB, outlet=outlet))
        with Pool(authority_from_database(), size=1) as pool:
            process_all(pool, batch=batch)
        return batch

    def test_pages_of_an_archive_have_it_too_and_are_linked(self, outlet):
        zipped = io.BytesIO()
        with zipfile.ZipFile(zipped, "w") as archive:
            archive.writestr("一.txt", page())
            archive.writestr("二.txt", page("2021-06-18 09:49 来源：汐城晚报"))
        self.take(outlet, Given("报.zip", zipped.getvalue()))
        known = dict(Article.objects.values_list("capture__file_name", "source_name"))
        assert known == {"一.txt": "云渡日报", "二.txt": "汐城晚报"}
        assert Article.objects.get(source=outlet).evidence["source"][0]["where"] == "batch:outlet"
        assert Event.objects.filter(action="uploaded").get().data["outlet"] == "云渡日报"

    def test_the_review_page_shows_where_it_comes_from(self, outlet):
        self.take(outlet, Given("一.txt", page()))
        words = readings(Article.objects.get(), hide=set())["source"].used
        assert [(found.quote, found.where) for found in words] == [("云渡日报", "batch:outlet")]

    def test_decoding_again_does_not_forget_it(self, outlet, data: Path):
        self.take(outlet, Given("一.txt", page()))
        article = Article.objects.get()
        assert redecode(article, "utf-8", by=None) is None
        assert Article.objects.get().source == outlet
