"""Publishing from the review page, and which draft comes next."""

from __future__ import annotations

import pytest
from django.urls import reverse

from archive import publishing
from archive.models import Agency, Article, Likeness, UploadBatch, UploadItem
from tests.archive.admin.review_page.conftest import settled, url
from tests.drafts import ID_NUMBER, PARAGRAPHS, TITLE, make_draft
from tests.factories import AgencyFactory

pytestmark = pytest.mark.django_db


class TestPublishing:
    def test_opens_the_next_draft(self, press):
        article, following = settled(), settled()
        answer = press("reviewer", article, "publish")
        assert answer["Location"] == url(following)
        assert Article.objects.public().get() == article

    def test_after_the_last_one_comes_the_queue(self, press):
        assert press("reviewer", settled(), "publish")["Location"] == reverse("admin:archive_article_queue")

    def test_what_was_typed_is_what_is_published(self, press):
        press("reviewer", settled(), "publish", title="新题")
        article = Article.objects.public().get()
        assert (article.title, article.revisions.get().title) == ("新题", "新题")

    def test_a_number_typed_with_the_same_press_stops_it(self, press):
        assert press("reviewer", settled(), "publish", title="致电13812345678").status_code == 422
        assert not Article.objects.public().exists()

    @pytest.mark.parametrize(
        "fields",
        [
            {"title": "失主请致电13812345678"},
            {"authors": ["苏汀13812345678"]},
            {
                "evidence": {
                    "published": [{"quote": "11-18 电话13812345678", "where": "block", "block": 3, "used": False}]
                }
            },
        ],
        ids=["title", "author", "words of the date"],
    )
    def test_a_number_outside_the_text_stops_it_until_it_is_masked(self, page, press, fields):
        article = settled(**fields)
        assert press("reviewer", article, "publish").status_code == 422
        finding = article.findings.open().get()
        press("reviewer", article, f"mask:{finding.pk}")
        assert press("reviewer", article, "publish").status_code == 302
        stored = Article.objects.public().get()
        assert "13812345678" not in repr([stored.title, stored.authors, stored.evidence])

    def test_nobody_publishes_words_that_they_did_not_see(self, press):
        article = settled()
        press("reviewer", article, "save", title="同事改的题")
        assert press("reviewer", article, "publish", version=1).status_code == 409
        assert not Article.objects.public().exists()

    def test_own_uploads_need_another_person_where_two_are_required(self, press, people, settings):
        settings.BAOKU_TWO_PERSON = True
        answer = press("reviewer", settled(created_by=people["reviewer"]), "publish")
        assert answer.status_code == 422
        told = [str(message) for message in answer.context["messages"]]
        assert told and str(publishing.Refusal.OWN_UPLOAD.label) in told[0] and TITLE in told[0]

    def test_an_unknown_outlet_is_recorded_when_ticked(self, page, press):
        article = settled()
        assert 'name="new_outlet" value="雲渡日報" checked' in page(article)
        press("reviewer", article, "publish", new_outlet="雲渡日報")
        assert Article.objects.get().source == Agency.objects.get(name="雲渡日報", confirmed=True)

    @pytest.mark.parametrize("ticked", [{}, {"new_outlet": "别的报"}])
    def test_it_is_not_recorded_otherwise(self, press, ticked):
        press("reviewer", settled(), "publish", **ticked)
        assert not Agency.objects.exists()

    def test_a_known_outlet_is_not_asked_about(self, page):
        article = settled(source=AgencyFactory(name="云渡日报"), site_name="")
        assert "new_outlet" not in page(article)


class TestAlongTheLine:
    def test_what_the_queue_was_narrowed_to_is_kept_from_draft_to_draft(self, as_):
        batch = UploadBatch.objects.create()
        inside, outside, following = settled(), settled(), settled()
        for article in (inside, following):
            UploadItem.objects.create(batch=batch, name="a.html", state="draft", article=article)
        client = as_("reviewer")
        way = f"{url(inside)}?batch={batch.pk}"
        words = client.get(way).content.decode()
        assert f'href="{url(following)}?batch={batch.pk}"' in words
        answer = client.post(way, {"version": 1, "verb": "publish"})
        assert answer["Location"] == f"{url(following)}?batch={batch.pk}"
        answer = client.post(answer["Location"], {"version": 1, "verb": "publish"})
        assert answer["Location"] == f"{reverse('admin:archive_article_queue')}?batch={batch.pk}"
        assert Article.objects.get(pk=outside.pk).state == "draft"

    def test_an_article_that_is_much_the_same_stands_beside_with_the_decision_in_reach(self, page):
        first, later = make_draft(body=[PARAGRAPHS[5].replace("九名", "八名")]), make_draft()
        Likeness.objects.create(article=later, other=first, kind="near", share=1, other_share=1)
        words = page(later, query=f"?with={first.pk}")
        assert "<del>八</del>" in words and "<del>九</del>" in words
        assert 'value="return"' in words
        assert ID_NUMBER not in words.split('class="collate sides"')[1].split("</section>")[0]
