"""Cells of Django's lists, told in words."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from archive.templatetags.list_tags import under
from tests.factories import UserFactory

TICK = {"text": mark_safe('<input type="checkbox" id="action-toggle">')}
TITLE = {"text": "title"}


def cells(*html: str, headers: list[dict[str, str]]) -> list[str]:
    return list(under([SafeString(one) for one in html], headers))


def test_a_cell_carries_the_name_of_its_column():
    assert cells("<th>某案</th>", '<td class="field-state">草稿</td>', headers=[TITLE, {"text": "state"}])[1] == (
        '<td data-k="State" class="field-state">草稿</td>'
    )


def test_a_name_cannot_leave_its_attribute():
    told = cells("<th>某案</th>", "<td>1</td>", headers=[TITLE, {"text": 'a" onclick="'}])[1]
    assert told == '<td data-k="A&quot; onclick=&quot;">1</td>'


def test_the_first_cell_beside_the_tick_is_the_title_of_the_row():
    tick = "<td><input></td>"
    assert cells(tick, "<td>某案</td>", headers=[TICK, TITLE]) == [tick, "<td data-title>某案</td>"]


@pytest.mark.parametrize("nothing", ["", "-", "—"])
def test_an_empty_cell_says_so(nothing):
    assert "data-none" in cells("<th>某案</th>", f"<td>{nothing}</td>", headers=[TITLE, {"text": "note"}])[1]


def test_a_boolean_is_a_word_in_the_language_of_the_page():
    icon = '<td><img src="/static/admin/img/icon-yes.svg" alt="True"></td>'
    with translation.override("zh-hans"):
        assert cells("<th>某人</th>", icon, headers=[TITLE, {"text": "active"}])[1] == '<td data-k="Active">是</td>'


def test_a_list_of_records_names_its_columns(client, db):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    User.objects.create_user("祁闻舟")
    page = client.get("/en" + reverse("admin:auth_user_changelist")).content.decode()
    assert 'data-k="Staff status"' in page
    assert "icon-yes.svg" not in page.partition('<table id="result_list">')[2].partition("</table>")[0]
    assert 'aria-sort="ascending"' in page
