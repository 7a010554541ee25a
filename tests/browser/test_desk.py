"""The desk in a real browser: nothing on it breaks the content security policy, nothing is too wide, keys work."""

from __future__ import annotations

import pytest
from django.urls import reverse
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from archive.models import Article, Event, OutletRule, UploadBatch, UploadItem
from tests.browser.staff import Person, wait
from tests.drafts import ID_NUMBER, MOBILE, make_draft
from tests.factories import PASSWORD, AgencyFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

# Chromium reports these about the page itself, not about its policy.
HARMLESS = ("Password forms should have", "Autofocus processing was blocked")


@pytest.fixture
def owner(browser, live_server):
    UserFactory(username="owner", is_staff=True, is_superuser=True)
    person = Person(browser, live_server.url)
    browser.set_window_size(1280, 900)
    person.log_in("owner", PASSWORD)
    browser.get_log("browser")
    yield person
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def addresses() -> dict[str, str]:
    """The pages of the desk, Django's own among them, by name."""
    agency = AgencyFactory(name="遠汀網")
    article, other = make_draft(site=agency), make_draft(site=agency, state="published")
    batch = UploadBatch.objects.create()
    UploadItem.objects.create(
        batch=batch, name="云渡日报/2019-07-02/县医院新楼封顶.html", state="draft", article=article
    )
    UploadItem.objects.create(batch=batch, name="a.html", state="waiting")
    event = Event.objects.record("made", article)
    with_record = {
        "archive_uploadbatch_ledger": batch,
        "archive_article_review": article,
        "archive_article_change": article,
        "archive_article_charset": article,
        "archive_agency_change": agency,
        "archive_agency_history": agency,
        "archive_event_change": event,
        "auth_user_change": UserFactory(),
    }
    uploads = ("archive_uploadbatch_upload", "archive_uploadbatch_page")
    alone = ("index", *uploads, "archive_article_queue", "archive_agency_add", "password_change")
    lists = (f"archive_{model}_changelist" for model in ("article", "agency", "outletrule", "event", "uploadbatch"))
    review = reverse("admin:archive_article_review", args=[article.pk])
    return {
        "rule": f"{reverse('admin:archive_article_rule', args=[article.pk])}?block=7",
        "compare": f"{reverse('admin:archive_article_compare', args=[article.pk])}?with={other.pk}",
        "edit": f"{review}?edit",
        **{name: reverse(f"admin:{name}") for name in (*alone, *lists, "auth_user_add", "auth_user_changelist")},
        **{name: reverse(f"admin:{name}", args=[record.pk]) for name, record in with_record.items()},
    }


def complaints(person: Person) -> list[str]:
    messages = [entry["message"] for entry in person.browser.get_log("browser")]
    return [message for message in messages if not any(words in message for words in HARMLESS)]


def test_no_page_of_the_desk_breaks_the_policy_or_is_too_wide_for_a_telephone(owner):
    found = {}
    small = {"width": 320, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    owner.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", small)
    for name, url in addresses().items():
        owner.open(url)
        width = owner.browser.execute_script("return document.documentElement.scrollWidth")
        found[name] = complaints(owner) + ([f"{width} px wide"] if width > 320 else [])
    assert {name: said for name, said in found.items() if said} == {}
    owner.leave()
    owner.open(reverse("admin:login"))
    assert complaints(owner) == []


def test_keys_go_through_the_findings_mask_publish_and_open_the_next(owner):
    article, following = make_draft(), make_draft()
    owner.open(reverse("admin:archive_article_review", args=[article.pk]))
    for _ in range(2):
        owner.press_key("m")
    owner.press_key("a")
    assert owner.browser.current_url.endswith(reverse("admin:archive_article_review", args=[following.pk]))
    published = Article.objects.public().get()
    assert not any(number in published.text for number in (ID_NUMBER, MOBILE))


def test_a_block_is_cut_and_restored_by_key_and_its_role_changed_from_its_menu(owner):
    article = make_draft()
    owner.open(reverse("admin:archive_article_review", args=[article.pk]) + "#b7")
    owner.browser.execute_script("document.querySelector('#b7 .no a').focus()")
    with owner.next_page():
        owner.browser.switch_to.active_element.send_keys("x")
    assert article.blocks.get(position=7).role == "removed"
    owner.press("#b7 button[data-turn]")
    assert article.blocks.get(position=7).role == "paragraph"
    owner.find("#b7 .menu summary").click()
    owner.press("#b7 button[value='as-caption:7']")
    assert article.blocks.get(position=7).role == "caption"


def test_a_cut_becomes_a_rule_after_a_look_at_what_it_changes(owner):
    agency = AgencyFactory(name="遠汀網")
    article, other = make_draft(site=agency), make_draft(site=agency)
    owner.open(reverse("admin:archive_article_review", args=[article.pk]) + "#b7")
    owner.find("#b7 .menu summary").click()
    owner.press("#b7 .menu a")
    owner.find("input[value=begins]").click()
    owner.type_into("words", "縣公安局提醒")
    owner.press("button[value=preview]")
    owner.press("button[value=save]")
    assert OutletRule.objects.get().words == "縣公安局提醒"
    for draft in (article, other):
        assert draft.blocks.get(position=7).rule == OutletRule.objects.get().name


def test_a_key_typed_into_a_field_is_a_letter(owner):
    article = make_draft()
    owner.open(reverse("admin:archive_article_review", args=[article.pk]))
    field = owner.find("#id_title")
    field.send_keys(Keys.END, "amr", Keys.ENTER)
    assert field.get_property("value").endswith("amr")
    assert Article.objects.get().version == 1


def test_the_ledger_tells_of_the_end_without_being_reloaded(owner):
    batch = UploadBatch.objects.create()
    item = UploadItem.objects.create(batch=batch, name="a.html", state="waiting")
    owner.open(batch.get_absolute_url())
    page = owner.find("html")
    UploadItem.objects.filter(pk=item.pk).update(state="refused", problem="binary", params={"kind": "exe"})
    wait(owner.browser, 10).until(
        lambda browser: browser.find_elements(By.CSS_SELECTOR, "#ledger:not([data-left]) .state.bad")
    )
    assert page == owner.find("html")


def test_too_many_files_are_told_before_they_are_sent(owner):
    owner.open(reverse("admin:archive_uploadbatch_upload"))
    field = owner.find("input[type=file]")
    owner.browser.execute_script(
        """const given = new DataTransfer();
        for (let n = 0; n <= Number(arguments[0].dataset.most); n++) given.items.add(new File(["x"], n + ".txt"));
        arguments[0].files = given.files;
        arguments[0].dispatchEvent(new Event("change"));""",
        field,
    )
    assert "500" in field.get_property("validationMessage")
    owner.find("form.drop button.button").click()
    assert not UploadBatch.objects.exists()
