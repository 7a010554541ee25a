"""Many drafts are returned or refused for one reason, each as by hand, and one step takes it back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from archive.admin.verbs import personal_data
from archive.models import Article, BulkEdit, Event, Review
from archive.review import bulk_decisions, bulk_undoing, decisions, turns
from archive.review.bulk_decisions import Decided
from archive.review.bulk_publishing import Hindrance
from archive.review.masking import mask_words
from archive.review.outcomes import Objection
from tests.factories import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db

REASON = "缺日期，请补。"


@pytest.fixture
def reviewer() -> User:
    return UserFactory(groups=["Reviewers"])


def decide(articles: list[Article], name: str, by: User) -> Decided:
    versions = {article.pk: article.version for article in articles}
    answer = bulk_decisions.decide(versions, name, reason=REASON, by=by)
    assert isinstance(answer, Decided)
    return answer


def undo(edit: BulkEdit | None, by: User) -> tuple[int, int]:
    assert edit
    done = bulk_undoing.undo(edit, by=by, detect=personal_data)
    return done.changed, done.left


def redo(edit: BulkEdit | None, by: User) -> int:
    assert edit
    return bulk_undoing.redo(edit, by=by, detect=personal_data).changed


def states() -> list[str]:
    return list(Article.objects.order_by("pk").values_list("state", flat=True))


class TestDeciding:
    @pytest.mark.parametrize(
        ("name", "state", "action"), [("return", "returned", "returned"), ("refuse", "discarded", "refused")]
    )
    def test_each_has_its_review_and_its_event(self, reviewer, name, state, action):
        articles = [ArticleFactory() for _ in range(3)]
        done = decide(articles, name, reviewer)
        assert (states(), done.articles.fit, done.articles.unfit) == ([state] * 3, articles, [])
        assert set(Review.objects.values_list("decision", "reason", "decided_by")) == {(name, REASON, reviewer.pk)}
        told = Event.objects.filter(action=action).order_by("pk")
        assert [event.subject_id for event in told] == [str(article.pk) for article in articles]
        assert not any(REASON in str(event.data) for event in told), "what is in the chain cannot be masked"
        assert Event.objects.broken() == []

    def test_a_returned_one_is_refused_and_not_returned_once_more(self, reviewer):
        articles = [ArticleFactory(state="returned"), ArticleFactory()]
        assert decide(articles, "return", reviewer).articles.unfit == [(articles[0], Hindrance.WRONG_STATE)]
        assert decide([*Article.objects.order_by("pk")], "refuse", reviewer).articles.fit == articles

    def test_what_readers_see_or_somebody_changed_meanwhile_is_left(self, reviewer):
        public, changed, draft = ArticleFactory(state="published"), ArticleFactory(), ArticleFactory()
        versions = {public.pk: 1, changed.pk: changed.version - 1, draft.pk: draft.version}
        answer = bulk_decisions.decide(versions, "refuse", reason=REASON, by=reviewer)
        assert isinstance(answer, Decided)
        assert dict(answer.articles.unfit) == {public: Hindrance.WRONG_STATE, changed: Hindrance.STALE}
        assert states() == ["published", "draft", "discarded"]

    def test_without_a_reason_nothing_is_done(self, reviewer):
        article = ArticleFactory()
        answer = bulk_decisions.decide({article.pk: 1}, "refuse", reason=" \n", by=reviewer)
        assert (answer, states(), BulkEdit.objects.count()) == (Objection.NO_REASON, ["draft"], 0)

    def test_where_nothing_was_done_no_edit_is_kept(self, reviewer):
        assert decide([ArticleFactory(state="published")], "return", reviewer).edit is None
        assert not BulkEdit.objects.exists()

    def test_many_take_several_transactions(self, reviewer, monkeypatch):
        monkeypatch.setattr(turns, "AT_ONCE", 2)
        done = decide([ArticleFactory() for _ in range(5)], "refuse", reviewer)
        assert done.edit and done.edit.lines.count() == len(done.articles.fit) == 5


class TestUndoing:
    @pytest.mark.parametrize(("name", "state"), [("return", "returned"), ("refuse", "discarded")])
    def test_one_step_takes_it_back_and_one_does_it_again(self, reviewer, name, state):
        other = UserFactory(groups=["Reviewers"])
        edit = decide([ArticleFactory() for _ in range(2)], name, reviewer).edit
        assert (undo(edit, other), states()) == ((2, 0), ["draft"] * 2)
        assert (redo(edit, other), states()) == (2, [state] * 2)
        assert set(Review.objects.values_list("reason", flat=True)) == {REASON}
        assert (undo(edit, reviewer), states()) == ((2, 0), ["draft"] * 2)
        assert Event.objects.broken() == []

    def test_a_returned_one_that_was_refused_is_returned_again(self, reviewer):
        edit = decide([ArticleFactory(state="returned")], "refuse", reviewer).edit
        assert (undo(edit, reviewer), states()) == ((1, 0), ["returned"])

    def test_what_somebody_decided_since_stays(self, reviewer):
        handed_in, refused_anew, taken_back = (ArticleFactory() for _ in range(3))
        edit = decide([handed_in], "return", reviewer).edit
        assert decisions.resubmit(handed_in, by=reviewer) is None
        assert undo(edit, reviewer) == (0, 1)
        edit = decide([refused_anew, taken_back], "refuse", reviewer).edit
        for article in (refused_anew, taken_back):
            assert decisions.take_back(article, by=reviewer) is None
        assert decisions.refuse(refused_anew, by=reviewer, reason="别的理由") is None
        assert undo(edit, reviewer) == (0, 2)
        assert states() == ["draft", "discarded", "draft"]

    def test_who_reviews_no_more_takes_nothing_back(self, reviewer):
        edit = decide([ArticleFactory()], "refuse", reviewer).edit
        assert undo(edit, UserFactory(groups=["Uploaders"])) == (0, 1)

    def test_words_masked_meanwhile_do_not_come_back_with_the_reason(self, reviewer):
        article = ArticleFactory(body=["联系人林砚秋说。"])
        answer = bulk_decisions.decide({article.pk: 1}, "return", reason="林砚秋是谁？", by=reviewer)
        assert isinstance(answer, Decided)
        undo(answer.edit, reviewer)
        article.refresh_from_db()
        assert mask_words(article, "林砚秋", by=reviewer) is None
        assert redo(answer.edit, reviewer) == 1
        assert not any("林砚秋" in reason for reason in Review.objects.values_list("reason", flat=True))
