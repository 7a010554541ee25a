"""The upload page: files, pasted pages, the outlet of a batch, the bookmark; the same with script and without."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive import storage
from archive.ingest.intake import given_of
from archive.models import Capture, UploadBatch, UploadItem
from tests.factories import AgencyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data")]

UPLOAD = "admin:archive_uploadbatch_upload"
PAGE = "admin:archive_uploadbatch_page"
SOURCE = "<!doctype html><title>海堤</title><p>昨天上午三号海堤合龙。</p>"


def page(name: str = "一.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"page")


@pytest.fixture
def send(as_):
    """Send the form as an uploader; `script` as the page's script does."""

    def post(*, script: bool = False, **fields):
        headers = {"accept": "application/json"} if script else {}
        return as_("uploader").post(reverse(UPLOAD), fields, headers=headers)

    return post


class TestPasting:
    def test_a_pasted_page_is_a_file_of_the_batch(self, send, people):
        answer = send(text=SOURCE, address="https://news.example/a/1.html", note="七月")
        batch = UploadBatch.objects.get()
        assert answer["Location"] == batch.get_absolute_url()
        assert (batch.uploaded_by, batch.origin, batch.note) == (people["uploader"], "web", "七月")
        item = batch.items.get()
        assert item.name == "news.example-1.html"
        assert storage.read(item.capture.sha256).decode("utf-8-sig") == SOURCE
        assert [(entry.name, entry.value) for entry in given_of(item.capture).metadata] == [
            ("saved:url", "https://news.example/a/1.html")
        ]

    def test_files_and_a_pasted_page_go_together(self, send):
        send(files=[page(), page("二.html")], text="一段话。")
        assert [item.name for item in UploadItem.objects.all()] == ["一.txt", "二.html", "pasted.txt"]

    def test_the_same_page_pasted_twice_is_one_original(self, send):
        send(text="一\r\n二")
        send(text="一\n二")
        assert UploadItem.objects.count() == 2 and Capture.objects.count() == 1

    def test_what_the_browser_sent_stood_so_today(self, send):
        send(text=SOURCE, from_browser="on")
        send(text=SOURCE + "<p>x", from_browser="")
        days = [given_of(capture).captured_on for capture in Capture.objects.order_by("pk")]
        assert days == [timezone.localdate(), None]

    @pytest.mark.parametrize("text", ["", " \n\t ", "　"])
    def test_blanks_are_no_page(self, send, text):
        answer = send(text=text)
        assert answer.context["form"].errors["files"] and not UploadBatch.objects.exists()

    @pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://news.example/", "news example", "http://[::1"])
    def test_an_address_that_is_none_is_told_and_the_text_stays(self, send, address):
        answer = send(text=SOURCE, address=address)
        words = answer.content.decode()
        assert answer.context["form"].errors["address"] and not UploadBatch.objects.exists()
        assert "三号海堤合龙" in words and '<details class="paste" open>' in words

    def test_the_source_of_a_page_is_shown_as_text(self, send):
        words = send(text="</textarea><script>x</script>", address="x").content.decode()
        assert "</textarea><script>" not in words

    def test_a_text_over_the_limit_is_refused_with_the_way_out(self, send, settings: LazySettings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20
        answer = send(text="海" * 2**19)
        assert answer.status_code == 413 and "1 MB" in answer.content.decode()


class TestOutlet:
    def test_it_is_kept_with_the_batch_by_any_of_its_names_in_either_script(self, send):
        outlet = AgencyFactory(name="云渡日报", aliases=["云渡报"])
        for name in ("云渡日报", "雲渡日報", "云渡报", " 云渡日报 "):
            send(files=page(), outlet=name)
        assert {batch.outlet for batch in UploadBatch.objects.all()} == {outlet}
        assert UploadBatch.objects.count() == 4

    def test_an_unknown_or_unconfirmed_one_is_told_and_nothing_is_taken(self, send):
        AgencyFactory(name="云渡日报", confirmed=False)
        for name in ("云渡日报", "没有的报"):
            answer = send(files=page(), outlet=name)
            assert answer.context["form"].errors["outlet"]
            assert f'value="{name}"' in answer.content.decode()
        assert not UploadBatch.objects.exists()

    def test_known_outlets_are_offered(self, as_):
        AgencyFactory(name="云渡日报")
        AgencyFactory(name="云渡夜报", confirmed=False)
        AgencyFactory(name="云渡县政府", kind="government")
        address = f"{reverse('admin:archive_agency_names')}?kind=outlet"
        assert f'data-suggest="{address}"' in as_("uploader").get(reverse(UPLOAD)).content.decode()
        offered = as_("uploader").get(f"{address}&q=雲渡").json()["suggestions"]
        assert [one["text"] for one in offered] == ["云渡日报"]


class TestScript:
    def test_it_is_told_where_the_ledger_is(self, send):
        answer = send(script=True, files=page())
        assert (answer.status_code, answer.json()) == (201, {"ledger": UploadBatch.objects.get().get_absolute_url()})

    def test_it_is_told_every_mistake_in_words(self, send):
        answer = send(script=True, outlet="没有的报", note="n" * 201)
        assert answer.status_code == 400 and len(answer.json()["wrong"]) == 3

    def test_too_large_a_request_is_told_in_words(self, send, settings: LazySettings):
        settings.BAOKU_MAX_REQUEST_BYTES = 10
        answer = send(script=True, files=page())
        assert answer.status_code == 413 and answer.json()["wrong"]


class TestFaults:
    def test_a_full_disk_is_told_and_no_row_is_written(self, send, monkeypatch: pytest.MonkeyPatch):
        def full(chunks):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(storage, "keep", full)
        answer = send(files=page(), note="七月")
        assert answer.status_code == 200 and answer.context["form"].non_field_errors()
        assert 'value="七月"' in answer.content.decode()
        assert send(script=True, files=page()).status_code == 400
        assert not UploadBatch.objects.exists()

    def test_a_strange_site_cannot_send_the_form(self, people):
        client = Client(enforce_csrf_checks=True)
        client.force_login(people["uploader"])
        assert client.post(reverse(UPLOAD), {"text": SOURCE}).status_code == 403
        assert not UploadBatch.objects.exists()


class TestBookmark:
    @pytest.fixture
    def code(self, as_) -> str:
        words = as_("uploader").get(reverse(UPLOAD)).content.decode()
        [link] = re.findall(r'id="bookmark" href="(javascript:[^"]+)"', words)
        return unquote(link.removeprefix("javascript:"))

    def test_it_opens_our_page_and_sends_to_our_origin_alone(self, code):
        assert f'"http://testserver{reverse(PAGE)}"' in code
        assert "page.postMessage({kind:" in code and ",site)" in code and '"*"' not in code

    def test_the_page_that_waits_can_be_reached_by_the_window_that_opened_it_and_no_other_page_can(self, as_):
        client = as_("uploader")
        assert client.get(reverse(PAGE))["Cross-Origin-Opener-Policy"] == "unsafe-none"
        for name in (UPLOAD, "admin:index", "admin:archive_article_queue"):
            assert client.get(reverse(name))["Cross-Origin-Opener-Policy"] == "same-origin"

    def test_the_page_that_waits_cannot_be_framed_and_takes_no_form(self, as_):
        client = as_("uploader")
        answer = client.get(reverse(PAGE))
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"] and answer["X-Frame-Options"] == "DENY"
        assert client.post(reverse(PAGE), {"text": SOURCE}).status_code == 405
        assert f'action="{reverse(UPLOAD)}"' in answer.content.decode()
        assert not UploadBatch.objects.exists()

    @pytest.mark.parametrize(
        ("role", "status"), [("nobody", 302), ("reader", 302), ("uploader", 200), ("reviewer", 200)]
    )
    def test_only_who_may_upload_sees_it(self, as_, role, status):
        assert as_(role).get(reverse(PAGE)).status_code == status

    def test_a_member_of_staff_without_the_right_sees_neither_page(self, as_, people):
        people["other"].is_staff = True
        people["other"].save()
        client = as_("other")
        for answer in (
            client.get(reverse(PAGE)),
            client.get(reverse(UPLOAD)),
            client.post(reverse(UPLOAD), {"text": "x"}),
        ):
            assert answer.status_code == 403


def test_the_page_takes_few_queries_however_many_batches(as_, django_assert_max_num_queries):
    for number in range(20):
        UploadItem.objects.create(batch=UploadBatch.objects.create(note=str(number)), name="a.html")
    client = as_("reviewer")
    with django_assert_max_num_queries(12):
        client.get(reverse(UPLOAD))
