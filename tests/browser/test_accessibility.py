"""axe-core on every page of the desk, light and dark: nothing that it calls more than minor."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse

from archive.models import Article, UploadBatch
from tests.browser import accessibility
from tests.browser.furnished import furnish
from tests.browser.staff import Person
from tests.browser.walk import Walk
from tests.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WIDTHS = (768, 1280)
SCHEMES = ("light", "dark")
WITHDRAWN = Article.State.values.index("withdrawn")
#: Of these, several look different.
SEVERAL = {"archive_uploadbatch_ledger": 3, "archive_article_queue": 5, "archive_agency_candidates": 3}
#: Where to keep pictures of the pages, for people to look at; nowhere if not set.
PICTURES = os.environ.get("BAOKU_PICTURES")


@pytest.fixture
def owner(browser, live_server, tmp_path) -> Iterator[Person]:
    user = UserFactory(username="owner", is_staff=True, is_superuser=True)
    furnish(tmp_path, user)
    person = Person(browser, live_server.url)
    person.log_in("owner", PASSWORD)
    yield person
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def starts() -> list[str]:
    """The desk home, and an article of each state at its review page."""
    batches = [batch.get_absolute_url() for batch in UploadBatch.objects.all()]
    firsts = [Article.objects.filter(state=state).order_by("pk").first() for state in Article.State.values]
    review = [reverse("admin:archive_article_review", args=[one.pk]) for one in firsts if one]
    blocking = Article.objects.filter(findings__kind="id-number").values_list("pk", flat=True)[0]
    held = reverse("admin:archive_article_review", args=[blocking])
    corrected, withdrawn = Article.objects.public().filter(revisions__number=2)[0], firsts[WITHDRAWN]
    after = [reverse("admin:archive_article_publication", args=[one.pk]) for one in (corrected, withdrawn) if one]
    return [reverse("admin:index"), *batches, *review, held, f"{held}?edit", f"{after[0]}?version=1", *after[1:]]


def test_no_page_of_the_desk_has_a_fault_that_axe_finds(owner):
    found: list[str] = []
    way = Walk(owner.browser, owner.site, most=SEVERAL, usual=1, inside="/admin/")
    for path in way.pages(*starts()):
        found += faults_at(owner, path)
    assert len(way.seen) > 40
    assert not found, "\n".join(found)


def test_no_page_that_follows_a_press_has_one(owner):
    found = [fault for name in pressed(owner) for fault in faults_at(owner, name)]
    assert not found, "\n".join(found)


def pressed(person: Person) -> Iterator[str]:
    """Press what leads to a page that no link leads to, and yield a name for each while it is open."""
    queue, upload = reverse("admin:archive_article_queue"), reverse("admin:archive_uploadbatch_upload")
    for name, button in {
        "publish together": "button[formaction$='/queue/publish/']",
        "return or refuse together": "button[formaction$='/queue/decide/']",
        "edit": "#queue .many > .wrap > button:not([formaction])",
    }.items():
        person.open(queue)
        person.find("#tick-page").click()
        person.press(button)
        yield name
    person.type_into("source_name", "汐城晚报")
    person.press("button[value=preview]")
    yield "edit, what would change"

    person.open(reverse("admin:archive_article_correct", args=[Article.objects.public()[0].pk]))
    person.type_into("title", "更正的标题")
    person.type_into("note", "标题已更正")
    person.press("button[name=preview]")
    yield "correct, preview"

    draft = Article.objects.filter(state=Article.State.DRAFT)[0]
    person.review(draft.pk)
    Article.objects.filter(pk=draft.pk).update(version=draft.version + 1, title="别人存的标题")
    person.type_into("title", "我存的标题")
    person.press("button[data-key=s]")
    yield "review, stale"

    person.open(reverse("admin:account_set_up"))
    person.press("button[value=start]")
    yield "second step, QR code"
    person.type_into("password", "wrong")
    person.type_into("code", "000000")
    person.press("form.door button.button")
    yield "second step, wrong code"

    person.leave()
    person.open(upload)
    yield "login"
    person.type_into("username", "owner")
    person.type_into("password", "wrong")
    person.press("form.door button.button")
    yield "login, wrong"


def faults_at(person: Person, name: str) -> list[str]:
    """What is wrong with the page now open, in each width and colour scheme; pictures of it are kept."""
    found = []
    for width in WIDTHS:
        for scheme in SCHEMES:
            show(person, width, scheme)
            told = [fault for fault in accessibility.faults(person.browser) if fault.impact != "minor"]
            found += [f"{name}, {width}, {scheme}: {fault}" for fault in told]
            picture(person, name, f"{width}-{scheme}")
    return found


def show(person: Person, width: int, scheme: str) -> None:
    """Give the page this width in CSS pixels and this colour scheme."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    person.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme_wanted = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    person.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme_wanted)


def picture(person: Person, path: str, how: str) -> None:
    """Keep a picture of the whole page."""
    if PICTURES:
        name = re.sub(r"\W+", "-", f"{path} {how}").strip("-") + ".png"
        height = person.browser.execute_script("return document.documentElement.scrollHeight")
        clip = {"x": 0, "y": 0, "width": int(how.split("-")[0]), "height": min(height, 4000), "scale": 1}
        shot = person.browser.execute_cdp_cmd(
            "Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True, "clip": clip}
        )
        Path(PICTURES, name).write_bytes(base64.b64decode(shot["data"]))
