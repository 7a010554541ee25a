"""The other script on real articles: nothing stored is altered, marks stand on their words, round trips are counted."""

from __future__ import annotations

import re

import pytest

from archive.models import Article
from archive.rendition.runs import occurrences
from archive.text.scripts import Script
from benchmarks.scripts import ROUND_TRIPS, marks_are_right, measure, of_script
from tests.archive.rendition.pages import page
from tests.factories import ArticleFactory

COUNT = 300
#: Of a thousand characters, those that may differ after there and back: a few more than were counted.
MOST_LOST = {Script.HANS: 2.0, Script.HANT: 25.0}


@pytest.fixture(scope="module", params=[Script.HANS, Script.HANT])
def real(request, shared_data) -> tuple[Script, list[str]]:
    return request.param, of_script(request.param, COUNT)[1]


@pytest.mark.slow
def test_marks_stand_on_their_characters_and_little_is_lost_on_the_way_back(real):
    script, texts = real
    assert len(texts) == COUNT
    for there, back in ROUND_TRIPS[script]:
        tally = measure(texts, there, back, compare=False)
        assert tally.marks > COUNT
        assert tally.wrong == 0
        assert tally.not_restored < MOST_LOST[script] * tally.characters / 1000


@pytest.mark.slow
def test_pages_of_real_articles_never_alter_the_original(client, db, real):
    script, texts = real
    others = ("hant", "tw", "hk") if script is Script.HANS else ("hans", "tw", "hk")
    for number, text in enumerate(texts):
        title, *body = text.split("\n")
        article = ArticleFactory(state="published", script=script.value, title=title[:300], body=body)
        word = "".join(filter(str.isalnum, body[0]))[:2] or "的"
        before, plain = Article.objects.filter(pk=article.pk).values().get(), page(client, article)
        converted = page(client, article, f"script={others[number % 3]}&find={word}")
        assert Article.objects.filter(pk=article.pk).values().get() == before
        assert page(client, article) == plain
        expected = sum(len(occurrences(part, [" ".join(word.split())])) for part in (title[:300], *body))
        assert len(re.findall("<mark>", converted)) == expected
        article.delete()


@pytest.mark.parametrize("conversion", [way for ways in ROUND_TRIPS.values() for way, _ in ways])
def test_marks_of_a_short_text(conversion):
    assert all(marks_are_right("皇后之后的头发，里面发展；皇后之後的頭髮", conversion, ["头发", "之后", "發"]))
