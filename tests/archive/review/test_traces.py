"""Before and after in the log: told where it may stand for ever, never where it could not be masked."""

from __future__ import annotations

import json

import pytest

from archive.models import Article, Event
from archive.review.decisions import amend
from archive.review.traces import UNTOLD
from tests.drafts import TITLE, make_draft

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


def found(text: str) -> list[tuple[str, str]]:
    return [("mobile-number", PHONE)] if PHONE in text else []


def told(article: Article, **wanted) -> dict:
    amend(article, wanted, by=None, version=article.version, detect=found)
    return Event.objects.filter(action="amended").first().data


def test_fields_that_changed_are_told_before_and_after():
    data = told(make_draft(), title="新题", authors=["苏汀"], source_name="雲渡日報")
    assert data["before"] == {"title": TITLE, "authors": []}
    assert data["after"] == {"title": "新题", "authors": ["苏汀"]}


def test_dates_are_told_as_text():
    data = told(make_draft(), published_on=None, published_at=None, date_precision="unknown")
    assert data["before"]["published_on"] == "2026-11-18"
    assert data["after"]["published_on"] is None


@pytest.mark.parametrize("wanted", [{"title": f"致电{PHONE}"}, {"authors": ["苏汀", f"记者{PHONE}"]}])
def test_a_value_with_personal_data_is_not_told(wanted):
    data = told(make_draft(), **wanted)
    assert set(data["after"].values()) == {UNTOLD}
    assert PHONE not in json.dumps(data)


def test_words_that_were_found_before_are_not_told_either():
    article = make_draft(title="证号990101190001010015")
    data = told(article, title="新题")
    assert data["before"] == {"title": UNTOLD}


def test_the_body_is_never_told():
    article = make_draft()
    amend(article, {"blocks": {7: "改过的一段。"}}, by=None, version=1, detect=found)
    data = Event.objects.filter(action="amended").first().data
    assert data["fields"] == ["body"]
    assert "before" not in data
    assert "改过" not in json.dumps(data, ensure_ascii=False)
