"""Requests that make no sense get a page that says why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from archive.models import UploadBatch
from tests.factories import UserFactory


@pytest.mark.django_db
def test_more_files_than_one_upload_can_hold(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    client.force_login(UserFactory(groups=["Uploaders"]))
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(4)]
    answer = client.post("/en/admin/archive/uploadbatch/upload/", {"files": files})
    assert answer.status_code == 400
    assert "One upload can hold 3 files." in answer.content.decode()


class TestATextThatIsTooLong:
    @pytest.fixture
    def paste(self, client, settings, db):
        """Paste more than a form can hold, and a little less."""
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
        client.force_login(UserFactory(groups=["Uploaders"]))

        def send(language: str = "", length: int = 1024 * 1024, **headers: str):
            address = f"{language}/admin/archive/uploadbatch/upload/"
            return client.post(address, {"text": "字" * (length // 3)}, headers=headers)

        return send

    @pytest.mark.parametrize(("language", "tag"), [("", "zh-Hans"), ("/zh-hant", "zh-Hant"), ("/en", "en")])
    def test_is_answered_on_a_page_in_the_readers_language(self, paste, language, tag):
        answer = paste(language)
        page = answer.content.decode()
        assert answer.status_code == 413
        assert "1 MB" in page and f'<html lang="{tag}"' in page
        assert not UploadBatch.objects.exists()

    def test_is_told_to_the_script_of_the_upload_page_which_keeps_the_form(self, paste):
        answer = paste("/en", accept="application/json")
        assert answer.status_code == 413
        assert answer.json() == {"wrong": ["A pasted text can hold 1 MB. Save the page as a file and choose it."]}

    def test_a_little_less_is_taken(self, paste):
        assert paste("/en", length=1024 * 1024 - 4096).status_code == 302
        assert UploadBatch.objects.get().items.count() == 1

    def test_any_other_form_is_answered_too_and_its_body_is_heard_out(self, client, settings, db):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024
        body, kind = b"username=" + b"x" * 100_000, "application/x-www-form-urlencoded"
        answer = client.generic("POST", "/en/admin/login/", body, content_type=kind)
        assert answer.status_code == 413
        assert not answer.wsgi_request.read(1), "else the browser would be told of a broken connection"


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused_and_not_repeated(client):
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
