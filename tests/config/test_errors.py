"""Requests that make no sense get a page that says why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import UserFactory


@pytest.mark.django_db
def test_more_files_than_one_upload_can_hold(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    client.force_login(UserFactory(groups=["Uploaders"]))
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(4)]
    answer = client.post("/en/admin/archive/uploadbatch/upload/", {"files": files})
    assert answer.status_code == 400
    assert "One upload can hold 3 files." in answer.content.decode()


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused_and_not_repeated(client):
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
