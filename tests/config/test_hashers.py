"""Passwords are kept by Argon2id, with the memory of a small machine."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import check_password, identify_hasher, make_password
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from config.settings import base
from tests.factories import UserFactory

WORDS = "plum rain over the dam"


@pytest.fixture(autouse=True)
def as_in_production(settings):
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS


def test_a_password_is_kept_by_argon2id_with_19_mib_two_passes_and_one_lane():
    kept = make_password(WORDS)
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password(WORDS, kept)
    assert not check_password(WORDS.upper(), kept)


@pytest.mark.django_db
def test_an_older_hash_is_renewed_at_the_next_login():
    user = UserFactory(username="shenyan", groups=["Reviewers"])
    User.objects.filter(pk=user.pk).update(password=make_password(WORDS, hasher="pbkdf2_sha256"))
    answer = Client().post(reverse("admin:login"), {"username": "shenyan", "password": WORDS})
    user.refresh_from_db()
    assert (answer.status_code, identify_hasher(user.password).algorithm) == (302, "argon2")


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["short", "q1w2e3r4t5y6", "shenyan-shenyan"])
def test_a_password_that_is_short_common_or_like_the_name_is_not_taken(words):
    user = UserFactory(username="shenyan-shenyan", groups=["Reviewers"])
    client = Client()
    client.force_login(user)
    fields = {"old_password": "correct horse battery", "new_password1": words, "new_password2": words}
    assert client.post(reverse("admin:password_change"), fields).status_code == 200
