"""Many at once: uploaders and readers, two reviewers at one article. Nothing is lost, nobody meets a locked table."""

from __future__ import annotations

import hashlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from archive import storage
from archive.models import Article, Capture, Event, Review, Revision, UploadBatch, UploadItem
from archive.review import presence
from benchmarks.batch import own
from benchmarks.visitors import Answer, Visitor, read_on, together
from config.environment import PROJECT
from tests.browser.staff import PATIENCE, Person, wait
from tests.drafts import make_draft
from tests.factories import PASSWORD, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = sorted((PROJECT / "samples").glob("1[0-9]-*.*"))
READ = ["/", "/search/?q=%E8%AF%88%E9%AA%97", "/dates/", "/agencies/", "/feed/"]


def visitors(site: str, count: int, group: str) -> list[Visitor]:
    """People of one group, logged in."""
    found = []
    for _ in range(count):
        visitor = Visitor(site)
        visitor.log_in(UserFactory(groups=[group]).username, PASSWORD)
        found.append(visitor)
    return found


def review_url(article: Article) -> str:
    return reverse("admin:archive_article_review", args=[article.pk])


class TestUploadersAndReaders:
    def test_each_file_of_each_is_stored_once_while_readers_read(self, live_server, worker):
        uploaders, each = visitors(live_server.url, 4, "Uploaders"), 5
        files = [
            [(f"{number}-{page.name}", own(page.read_bytes(), number + 1)) for page in PAGES[:each]]
            for number in range(len(uploaders))
        ]
        home = threading.Event()
        with ThreadPoolExecutor(4) as pool:
            reading = [pool.submit(read_on, live_server.url, READ, home, first) for first in range(4)]
            try:
                sent = together([partial(send, *pair) for pair in zip(uploaders, files, strict=True)])
                wait_until_all_is_read()
            finally:
                home.set()
        assert [answer.status for answers in sent for answer in answers] == [302] * each * len(uploaders)
        assert [reader.result().others for reader in reading] == [[]] * 4
        given = {hashlib.sha256(content).hexdigest() for mine in files for _name, content in mine}
        assert set(Capture.objects.values_list("sha256", flat=True)) == given
        assert all(hashlib.sha256(storage.read(name)).hexdigest() == name for name in given)
        assert list(UploadItem.objects.values_list("state", flat=True)) == ["draft"] * len(given)
        assert UploadBatch.objects.count() == Article.objects.count() == len(given)
        assert Event.objects.broken() == []

    def test_the_same_page_from_all_at_once_becomes_one_article(self, live_server, worker):
        uploaders = visitors(live_server.url, 4, "Uploaders")
        page = PAGES[0].name, PAGES[0].read_bytes()
        together([partial(uploader.upload, [page]) for uploader in uploaders])
        wait_until_all_is_read()
        assert sorted(UploadItem.objects.values_list("state", flat=True)) == ["draft", *["duplicate"] * 3]
        assert Article.objects.count() == Capture.objects.count() == 1


class TestTwoReviewers:
    def test_of_two_who_save_at_once_one_is_served_and_the_other_sees_both_versions(self, live_server):
        two, article = visitors(live_server.url, 2, "Reviewers"), make_draft()
        for number in range(6):
            titles = [f"甲改的标题{number}", f"乙改的标题{number}"]
            answers = press_together(two, article, *({"verb": "save", "title": title} for title in titles))
            assert sorted(answer.status for answer in answers) == [302, 409]
            served = [answer.status for answer in answers].index(302)
            article.refresh_from_db()
            assert (article.title, article.version) == (titles[served], number + 2)
            assert all(title in answers[1 - served].body for title in titles), "what was typed and what is stored"
        assert Event.objects.filter(action="amended", subject_id=article.pk).count() == 6
        assert Event.objects.broken() == []

    def test_who_was_refused_can_save_again_and_then_theirs_is_kept(self, live_server):
        two, article = visitors(live_server.url, 2, "Reviewers"), make_draft()
        answers = press_together(two, article, {"verb": "save", "title": "甲"}, {"verb": "save", "title": "乙"})
        late = [answer.status for answer in answers].index(409)
        fields = Visitor.fields_in(answers[late].body, "review") | {"verb": "save"}
        assert fields["title"] == ["甲", "乙"][late]
        assert two[late].post(review_url(article), fields).status == 302
        article.refresh_from_db()
        assert (article.title, article.version) == (["甲", "乙"][late], 3)

    def test_of_two_who_publish_at_once_one_decides(self, live_server):
        two = visitors(live_server.url, 2, "Reviewers")
        for article in ArticleFactory.create_batch(4):
            answers = press_together(two, article, {"verb": "publish"}, {"verb": "publish"})
            assert sorted(answer.status for answer in answers) == [302, 409]
            assert Review.objects.filter(article=article, decision="publish").count() == 1
            assert Revision.objects.filter(article=article).count() == 1
        assert Event.objects.broken() == []

    def test_one_returns_what_the_other_publishes_and_the_article_is_in_one_state(self, live_server):
        two = visitors(live_server.url, 2, "Reviewers")
        for article in ArticleFactory.create_batch(4):
            back = {"verb": "return", "reason": "请补来源"}
            answers = press_together(two, article, {"verb": "publish"}, back)
            served = [answer.status for answer in answers].index(302)
            article.refresh_from_db()
            assert article.state == ("published", "returned")[served]
            assert [review.decision for review in article.reviews.all()] == [("publish", "return")[served]]
            assert Article.objects.public().filter(pk=article.pk).exists() == (served == 0)

    @pytest.mark.slow
    def test_two_who_have_an_article_open_see_each_other_without_reloading(self, browser, live_server):
        article, other = make_draft(), visitors(live_server.url, 1, "Reviewers")[0]
        second, first = User.objects.latest("pk"), UserFactory(username="祁闻舟", groups=["Reviewers"])
        person = Person(browser, live_server.url)
        person.log_in(first.username, PASSWORD)
        person.review(article.pk)
        page = person.find("html")
        assert first.username in Visitor.text_in(other.get(review_url(article)).body, "presence")
        beat = reverse("admin:archive_article_presence", args=[article.pk])
        assert other.post(beat, {"version": "1"}).status == 200, "as the script of the other one's page does"
        wait(browser, 3 * presence.BEAT).until(lambda _: second.username in person.find("#presence").text)
        assert page == person.find("html"), "nothing was loaded anew"


def send(uploader: Visitor, files: list[tuple[str, bytes]]) -> list[Answer]:
    return [uploader.upload([file]) for file in files]


def press_together(two: list[Visitor], article: Article, *pressed: dict[str, str]) -> list[Answer]:
    """Both have the page open as it is; then each presses a button, at one moment."""
    url = review_url(article)
    open_now = [visitor.form(url, "review") for visitor in two]
    jobs = zip(two, open_now, pressed, strict=True)
    return together([partial(visitor.post, url, fields | press) for visitor, fields, press in jobs])


def wait_until_all_is_read() -> None:
    deadline = time.monotonic() + PATIENCE
    while UploadItem.objects.waiting().exists():
        assert time.monotonic() < deadline, "the worker did not come to an end"
        time.sleep(0.05)
