"""What readers reported, on the desk: in which order, by whom it is seen, and how it is answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from archive.models import Article, Event, ProblemReport
from tests.drafts import ID_NUMBER, make_draft
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script> https://evil.example/ javascript:alert(2)"
LIST = "admin:archive_problemreport_changelist"


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with translation.override("en"):
        yield


def report(words: str = "第二段的数字不对", **fields: Any) -> ProblemReport:
    article = fields.pop("article", None) or ArticleFactory(state="published")
    return ProblemReport.objects.create(**{"article": article, "kind": "text", "words": words, "sender": "a"} | fields)


def at(one: ProblemReport) -> str:
    return reverse("admin:archive_problemreport_change", args=[one.pk])


def test_open_ones_stand_first_and_personal_ones_before_all(as_: Any) -> None:
    made = [
        ("闲", "text", "settled"),
        ("错", "text", "open"),
        ("旧", "personal", "settled"),
        ("急", "personal", "open"),
    ]
    for words, kind, state in made:
        report(words, kind=kind, state=state)
    text = as_("reviewer").get(reverse(LIST)).content.decode()
    places = [text.index(f">{words}<") for words in ("急", "错", "旧", "闲")]
    assert places == sorted(places)


def test_the_list_is_narrowed_by_state_and_kind(as_: Any) -> None:
    report("错", kind="text"), report("急", kind="personal"), report("旧", state="settled")
    text = as_("reviewer").get(reverse(LIST), {"state__exact": "open", "kind__exact": "personal"}).content.decode()
    assert "急" in text and "错" not in text and "旧" not in text


@pytest.mark.parametrize(("verb", "state"), [("settle", "settled"), ("dismiss", "dismissed")])
def test_a_button_answers_it(as_: Any, people: Any, verb: str, state: str) -> None:
    one = report()
    answer = as_("reviewer").post(at(one), {"verb": verb, "answer": "已更正\x00"})
    assert answer.status_code == 302
    one.refresh_from_db()
    assert (one.state, one.answer, one.settled_by) == (state, "已更正", people["reviewer"])
    page = as_("manager").get(at(one)).content.decode()
    assert "已更正" in page and 'name="verb"' not in page


def test_the_second_of_two_is_told_and_changes_nothing(as_: Any) -> None:
    one = report()
    as_("reviewer").post(at(one), {"verb": "settle", "answer": "第一"})
    answer = as_("manager").post(at(one), {"verb": "dismiss", "answer": "第二"}, follow=True)
    assert "Somebody has answered" in answer.content.decode()
    one.refresh_from_db()
    assert (one.state, one.answer) == ("settled", "第一")
    assert Event.objects.filter(subject_type="problemreport").count() == 1


@pytest.mark.parametrize("typed", [{"verb": "settle", "answer": "长" * 401}, {"verb": "nothing"}, {}])
def test_what_makes_no_sense_is_refused(as_: Any, typed: dict[str, str]) -> None:
    one = report()
    assert as_("reviewer").post(at(one), typed).status_code in (400, 422)
    one.refresh_from_db()
    assert one.state == "open"


@pytest.mark.parametrize("role", ["nobody", "reader", "uploader"])
def test_who_may_not_see_reports_sees_no_trace_of_them(as_: Any, role: str) -> None:
    one = report("zqxwords", contact="zqx@example.test")
    client = as_(role)
    for path in (reverse(LIST), at(one)):
        answer = client.get(path)
        assert answer.status_code in (302, 403) and "zqx" not in answer.content.decode()
    assert client.post(at(one), {"verb": "settle"}).status_code in (302, 403)
    assert "Reports" not in client.get(reverse("admin:index")).content.decode()
    one.refresh_from_db()
    assert one.state == "open"


def test_the_desk_is_told_how_many_are_open_and_that_one_presses(as_: Any) -> None:
    report(), report(state="settled")
    home = as_("reviewer").get(reverse("admin:index"))
    assert "<b>1</b>Reports" in home.content.decode()
    assert not next(figure for figure in home.context["figures"] if figure.label == "Reports").urgent
    report(kind="personal")
    home = as_("reviewer").get(reverse("admin:index"))
    assert next(figure for figure in home.context["figures"] if figure.label == "Reports").urgent
    assert next(tab for tab in home.context["desk_tabs"] if tab.label == "Reports").count == 2


def test_markup_and_addresses_in_a_report_are_text(as_: Any) -> None:
    one = report(EVIL, contact="a@example.test")
    client = as_("reviewer")
    for text in (client.get(at(one)).content.decode(), client.get(reverse(LIST)).content.decode()):
        assert "<script>alert" not in text
        assert 'href="https://evil' not in text and 'href="javascript' not in text and "mailto:" not in text


@pytest.mark.parametrize(
    ("state", "page"),
    [
        ("published", "archive_article_publication"),
        ("withdrawn", "archive_article_publication"),
        ("draft", "archive_article_review"),
    ],
)
def test_a_report_leads_to_the_page_where_its_article_is_mended(as_: Any, state: str, page: str) -> None:
    one = report(article=ArticleFactory(state=state))
    text = as_("reviewer").get(at(one)).content.decode()
    assert f'href="{reverse(f"admin:{page}", args=[one.article_id])}"' in text


def test_personal_data_in_a_title_stays_covered(as_: Any) -> None:
    article = make_draft(title=f"名单 {ID_NUMBER}")
    assert article.findings.filter(text=ID_NUMBER).exists()
    Article.objects.filter(pk=article.pk).update(title=f"名单 {ID_NUMBER}")
    one = report(article=article)
    for path in (at(one), reverse(LIST)):
        assert ID_NUMBER not in as_("reviewer").get(path).content.decode()


def test_the_log_tells_of_an_answer_and_leads_to_the_report(as_: Any) -> None:
    one = report("秘密的话")
    as_("reviewer").post(at(one), {"verb": "settle", "answer": "保密"})
    text = as_("reviewer").get(reverse("admin:archive_event_changelist")).content.decode()
    assert "Report of a reader settled" in text and at(one) in text
    assert "秘密" not in text and "保密" not in text


@pytest.mark.parametrize("key", ["0", "x", "²", "9" * 30])
def test_a_report_that_never_was_is_not_found(as_: Any, key: str) -> None:
    assert as_("reviewer").get(f"/en/admin/archive/problemreport/{key}/change/").status_code == 404
