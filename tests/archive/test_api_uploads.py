"""Uploads by programs: only with a valid token, never by a cookie, told in the caller's language, same ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive import storage
from archive.api import uploads as api_uploads
from archive.models import Event, UploadBatch, UploadItem, UploadToken
from tests.drafts import ID_NUMBER, make_draft
from tests.factories import AgencyFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data")]

UPLOADS = "/api/v1/uploads"


@pytest.fixture
def uploader():
    return UserFactory(username="uploader", groups=["Uploaders"])


@pytest.fixture
def token(uploader) -> str:
    return UploadToken.objects.issue(uploader, "cron")[1]


@pytest.fixture
def program(token) -> Client:
    return Client(enforce_csrf_checks=True, headers={"authorization": f"Bearer {token}", "accept-language": "en"})


def page(name: str = "一.txt", text: str = "县医院封顶。") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


class TestTaking:
    def test_files_become_a_batch_of_the_tokens_person(self, program, uploader):
        outlet = AgencyFactory(name="云渡日报")
        sent = {"files": [page(), page("二.html", "<p>x")], "note": "七月", "outlet": "云渡日报"}
        answer = program.post(UPLOADS, sent)
        batch = UploadBatch.objects.get()
        assert answer.status_code == 201
        assert (batch.uploaded_by, batch.origin, batch.note, batch.outlet) == (uploader, "api", "七月", outlet)
        assert [item.name for item in batch.items.all()] == ["一.txt", "二.html"]
        assert storage.read(batch.items.first().capture.sha256) == "县医院封顶。".encode()

    def test_the_answer_says_where_the_ledger_is_for_people_and_for_programs(self, program):
        answer = program.post(UPLOADS, {"files": page()})
        batch, told = UploadBatch.objects.get(), answer.json()
        assert told["id"] == batch.pk
        assert told["ledger"].endswith(f"/en/admin/archive/uploadbatch/{batch.pk}/ledger/")
        assert told["status"] == answer["Location"] == f"http://testserver/api/v1/uploads/{batch.pk}"
        assert (told["done"], told["left"]) == (0, 1)
        assert [(file["file"], file["fate"]) for file in told["files"]] == [("一.txt", "waiting")]

    def test_the_event_names_the_token_and_not_its_words(self, program, token):
        program.post(UPLOADS, {"files": page()})
        event = Event.objects.get()
        assert event.data["token"] == UploadToken.objects.get().pk
        assert token not in str(event.data)

    def test_the_token_says_when_it_was_used_last(self, program):
        program.post(UPLOADS, {"files": page()})
        first = UploadToken.objects.get().last_used_at
        assert first is not None
        program.post(UPLOADS, {"files": page()})
        assert UploadToken.objects.get().last_used_at == first, "not written anew within a minute"
        UploadToken.objects.update(last_used_at=timezone.now() - timedelta(hours=1))
        program.post(UPLOADS, {"files": page()})
        assert timezone.now() - UploadToken.objects.get().last_used_at < timedelta(minutes=1)


class TestTheDoor:
    @pytest.mark.parametrize(
        "header",
        ["", "Bearer", "Bearer ", "Bearer baoku_wrong", "Basic {token}", "{token}", "Bearer {token}x", "Bearer \x00é"],
    )
    def test_without_a_valid_token_nothing_is_read(self, token, header):
        headers = {"authorization": header.format(token=token)} if header else {}
        answer = Client().post(UPLOADS, {"files": page()}, headers=headers)
        assert answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer")
        assert not hasattr(answer.wsgi_request, "_post"), "the body was parsed"
        assert not UploadBatch.objects.exists()

    @pytest.mark.parametrize(
        "lose",
        [
            lambda token: token.revoke(),
            lambda token: type(token.user).objects.update(is_active=False),
            lambda token: type(token.user).objects.update(is_staff=False),
        ],
    )
    def test_a_token_that_was_taken_back_or_whose_person_left_opens_nothing(self, program, lose):
        lose(UploadToken.objects.get())
        assert program.post(UPLOADS, {"files": page()}).status_code == 401

    def test_a_person_without_the_right_may_not(self, program, uploader):
        uploader.groups.clear()
        answer = program.post(UPLOADS, {"files": page()})
        assert answer.status_code == 403 and not UploadBatch.objects.exists()

    def test_a_login_is_no_token(self, uploader):
        client = Client()
        client.force_login(uploader)
        assert client.post(UPLOADS, {"files": page()}).status_code == 401

    def test_other_methods_are_refused(self, program):
        assert program.get(UPLOADS).status_code == 405
        assert program.put(UPLOADS).status_code == 405
        assert program.post(f"{UPLOADS}/1").status_code == 405

    def test_no_cache_keeps_an_answer(self, program):
        for answer in (program.post(UPLOADS, {"files": page()}), Client().post(UPLOADS)):
            assert answer["Cache-Control"] == "private, no-store"
            assert "Authorization" in answer["Vary"]


class TestMistakes:
    def test_no_file_is_told_in_the_callers_language(self, token):
        for language, words in (("en", "Choose at least one file."), ("zh-hans", "请至少选择一个文件")):
            client = Client(headers={"authorization": f"Bearer {token}", "accept-language": language})
            answer = client.post(UPLOADS, {"note": "七月"})
            assert answer.status_code == 400
            assert answer["Content-Language"] == language
            assert words[:4] in answer.json()["fields"]["files"][0]

    def test_an_unknown_outlet_and_too_long_a_note_are_told_by_their_fields(self, program):
        answer = program.post(UPLOADS, {"files": page(), "outlet": "没有的报", "note": "n" * 201})
        assert answer.status_code == 400 and set(answer.json()["fields"]) == {"outlet", "note"}
        assert not UploadBatch.objects.exists()

    def test_too_many_files_are_refused_as_on_the_page(self, program, settings: LazySettings):
        settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
        answer = program.post(UPLOADS, {"files": [page(f"{n}.txt") for n in range(3)]})
        assert answer.status_code == 400 and "500" in answer.json()["error"]

    def test_too_large_a_request_is_refused_unread_in_json(self, program, settings: LazySettings):
        settings.BAOKU_MAX_REQUEST_BYTES = 100
        answer = program.post(UPLOADS, {"files": page(text="海" * 100)})
        assert answer.status_code == 413 and answer.json()["error"]

    def test_too_long_a_note_does_not_fill_the_memory(self, program, settings: LazySettings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20
        assert program.post(UPLOADS, {"files": page(), "note": "n" * 2**21}).status_code == 413

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            (b"not a form", "multipart/form-data"),
            (b"not a form", "multipart/form-data; boundary=x"),
            (b"--x\r\nContent-Disposition: form-data; name=files; filename=a", "multipart/form-data; boundary=x"),
            (b"a=1", "application/x-www-form-urlencoded; charset=gbk"),
            (b"{}", "application/json"),
            (b"<p>", "text/html"),
        ],
    )
    def test_another_body_than_a_form_is_no_fault_of_ours(self, program, body, kind):
        answer = program.generic("POST", UPLOADS, body, content_type=kind)
        assert answer.status_code == 400 and answer.json()["error"]

    def test_a_full_disk_is_told(self, program, monkeypatch: pytest.MonkeyPatch):
        def full(chunks: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(storage, "keep", full)
        answer = program.post(UPLOADS, {"files": page()})
        assert answer.status_code == 503 and not UploadBatch.objects.exists()


class TestLedger:
    @pytest.fixture
    def batch(self, uploader):
        return UploadBatch.objects.create(uploaded_by=uploader, origin="api", note="七月")

    @pytest.fixture
    def ask(self, program, batch) -> Callable[[str], Any]:
        return lambda query="": program.get(f"{UPLOADS}/{batch.pk}{query}")

    def test_each_file_is_told_with_its_fate(self, ask, batch, uploader):
        article = make_draft(created_by=uploader)
        add = UploadItem.objects.create
        add(batch=batch, name="一.html", state="draft", article=article)
        add(batch=batch, name="二.html", state="refused", problem="too-large", params={"limit_mb": 25})
        add(batch=batch, name="三.html")
        told = ask().json()
        assert (told["done"], told["left"], told["next"]) == (2, 1, None)
        assert {file["file"]: file["fate"] for file in told["files"]} == {
            "一.html": "draft",
            "二.html": "refused",
            "三.html": "waiting",
        }
        assert "25 MB" in next(file["remark"] for file in told["files"] if file["fate"] == "refused")
        assert ID_NUMBER not in str(told)

    def test_a_strangers_batch_is_like_a_missing_one(self, program):
        strange = UploadBatch.objects.create(uploaded_by=UserFactory())
        there, missing = program.get(f"{UPLOADS}/{strange.pk}"), program.get(f"{UPLOADS}/99999")
        assert there.status_code == missing.status_code == 404
        assert there.content == missing.content

    def test_a_reviewer_sees_every_batch(self, batch):
        plain = UploadToken.objects.issue(UserFactory(groups=["Reviewers"]), "cron")[1]
        answer = Client().get(f"{UPLOADS}/{batch.pk}", headers={"authorization": f"Bearer {plain}"})
        assert answer.status_code == 200

    def test_without_a_token_there_is_nothing_to_see(self, batch, uploader):
        client = Client()
        client.force_login(uploader)
        assert client.get(f"{UPLOADS}/{batch.pk}").status_code == 401
        assert client.get(reverse("admin:archive_uploadbatch_ledger", args=[batch.pk])).status_code == 200

    def test_long_batches_come_in_pages_without_gap_or_overlap(
        self, ask, program, batch, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(api_uploads, "PER_PAGE", 40)
        UploadItem.objects.bulk_create(UploadItem(batch=batch, name=f"{n}.html") for n in range(100))
        names, answer = [], ask().json()
        while True:
            names += [file["file"] for file in answer["files"]]
            if answer["next"] is None:
                break
            answer = program.get(answer["next"]).json()
        assert sorted(names) == sorted(f"{n}.html" for n in range(100))

    @pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=-1", "?page=99999999999999999999"])
    def test_odd_pages_are_some_page(self, ask, query):
        assert ask(query).status_code == 200

    def test_the_number_of_queries_does_not_grow_with_the_files(self, ask, batch, django_assert_max_num_queries):
        for number in range(30):
            UploadItem.objects.create(batch=batch, name=f"{number}.html", state="draft", article=make_draft())
        with django_assert_max_num_queries(16):
            assert len(ask().json()["files"]) == 30
