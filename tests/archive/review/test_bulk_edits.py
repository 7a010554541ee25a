"""Fields of many drafts: nothing is changed unseen, and one step takes it back as it was."""

from __future__ import annotations

import datetime

import pytest

from archive import authority, publishing
from archive.admin.verbs import personal_data
from archive.models import Article, BulkEdit, Event, Finding
from archive.review import bulk_edits, bulk_undoing, decisions, masking, turns
from tests.drafts import MOBILE, make_draft
from tests.factories import AgencyFactory, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db
#: What every change moves on, and an undoing does not turn back.
COUNTED = ("version", "updated_at", "updated_by_id")


@pytest.fixture
def reviewer():
    return UserFactory(username="reviewer", groups=["Reviewers"])


def make(articles, wanted, by, **options):
    versions = dict(Article.objects.filter(pk__in=[a.pk for a in articles]).values_list("pk", "version"))
    return bulk_edits.make(versions, wanted, by=by, detect=personal_data, **options)


def rows():
    """Everything that the articles are, their links to agencies included."""
    found = [{k: v for k, v in row.items() if k not in COUNTED} for row in Article.objects.order_by("pk").values()]
    return found, sorted(Article.objects.values_list("pk", "agency_links__agency", "agency_links__role"))


DAY = {"published_on": datetime.date(2024, 5, 1), "published_at": None, "date_precision": "day"}


class TestPreview:
    def test_tells_before_and_after_and_changes_nothing(self, reviewer):
        article, same = ArticleFactory(source_name="汐城晚报"), ArticleFactory(source_name="雲渡日報")
        before = rows()
        (change,) = bulk_edits.preview(Article.objects.all(), {"source_name": "雲渡日報"})
        assert (change.article, change.before, change.after) == (
            article,
            {"source_name": "汐城晚报"},
            {"source_name": "雲渡日報"},
        )
        assert same.source_name == "雲渡日報"
        assert rows() == before

    def test_only_where_nothing_is_known(self):
        known, unknown = ArticleFactory(source_name="汐城晚报"), ArticleFactory(source_name="", published_on=None)
        changes = bulk_edits.preview([known, unknown], {"source_name": "雲渡日報", **DAY}, only_empty=True)
        assert [(change.article, set(change.after)) for change in changes] == [(unknown, {"source_name", *DAY})]

    def test_a_moment_in_another_zone_is_the_same_moment(self):
        at = datetime.datetime(2024, 5, 1, 0, 30, tzinfo=datetime.UTC)
        article = ArticleFactory(published_on=datetime.date(2024, 5, 1), published_at=at)
        zone = datetime.timezone(datetime.timedelta(hours=8))
        wanted = {"published_on": article.published_on, "published_at": at.astimezone(zone), "date_precision": "minute"}
        assert bulk_edits.preview([article], wanted) == []


class TestMaking:
    def test_sets_fields_links_agencies_and_tells_the_log(self, reviewer):
        outlet = AgencyFactory(name="雲渡日報")
        articles = [ArticleFactory(source_name=name) for name in ("", "汐城晚报")]
        done = make(articles, {"source_name": "云渡日报", "desk_note": "整批", **DAY}, reviewer)
        assert (done.changed, done.left) == (2, 0)
        assert set(Article.objects.values_list("source_name", "source", "published_on", "desk_note")) == {
            ("云渡日报", outlet.pk, DAY["published_on"], "整批")
        }
        assert [event.action for event in Event.objects.order_by("pk")] == ["amended", "amended", "edited together"]
        assert Event.objects.broken() == []

    def test_what_changed_since_the_preview_stays(self, reviewer):
        stale, fresh = ArticleFactory(), ArticleFactory()
        versions = {stale.pk: stale.version, fresh.pk: fresh.version}
        decisions.amend(stale, {"source_name": "别人写的"}, by=reviewer, version=1, detect=personal_data)
        done = bulk_edits.make(versions, {"source_name": "雲渡日報"}, by=reviewer, detect=personal_data)
        assert (done.changed, done.left) == (1, 1)
        stale.refresh_from_db()
        assert stale.source_name == "别人写的"

    @pytest.mark.parametrize("state", ["published", "withdrawn", "discarded"])
    def test_only_drafts_are_edited(self, reviewer, state):
        article = ArticleFactory(state=state)
        assert make([article], {"source_name": "雲渡日報"}, reviewer).edit is None
        assert not BulkEdit.objects.exists()

    def test_an_uploader_edits_their_own_only(self):
        uploader = UserFactory(groups=["Uploaders"])
        mine, foreign = ArticleFactory(created_by=uploader), ArticleFactory(created_by=UserFactory())
        assert make([mine, foreign], {"desk_note": "x"}, uploader).changed == 1
        assert set(Article.objects.exclude(desk_note="")) == {mine}

    def test_many_take_several_transactions_and_one_event_for_all(self, reviewer, monkeypatch):
        monkeypatch.setattr(turns, "AT_ONCE", 2)
        articles = [ArticleFactory(source_name="") for _ in range(5)]
        done = make(articles, {"source_name": "雲渡日報"}, reviewer)
        assert done.edit.lines.count() == done.changed == 5
        assert Event.objects.get(action="edited together").data == {"fields": ["source_name"], "articles": 5}


class TestUndoing:
    def test_every_row_is_as_before(self, reviewer):
        AgencyFactory(name="雲渡日報")
        articles = [make_draft(), make_draft(source_name="", published_on=None, published_at=None), ArticleFactory()]
        AgencyFactory(name="遠汀網")
        authority.relink_unresolved()
        before = rows()
        done = make(articles, {"source_name": "雲渡日報", "site_name": "", "authors": ["苏汀"], **DAY}, reviewer)
        assert done.changed == 3
        assert rows() != before
        undone = bulk_undoing.undo(done.edit, by=reviewer, detect=personal_data)
        assert (undone.changed, undone.left) == (3, 0)
        assert rows() == before
        assert (done.edit.undone_by, done.edit.undone_at is not None) == (reviewer, True)

    def test_which_namesake_was_meant_comes_back(self, reviewer):
        one, other = AgencyFactory(name="日报甲", aliases=["日报"]), AgencyFactory(name="日报乙", aliases=["日报"])
        article = ArticleFactory(source=other, source_name="日报")
        done = make([article], {"source_name": "别的报"}, reviewer)
        bulk_undoing.undo(done.edit, by=reviewer, detect=personal_data)
        article.refresh_from_db()
        assert article.source == other != one

    def test_what_somebody_changed_or_published_since_stays(self, reviewer):
        changed, published, left = (ArticleFactory(source_name="旧") for _ in range(3))
        done = make([changed, published, left], {"source_name": "新"}, reviewer)
        changed.refresh_from_db()
        decisions.amend(changed, {"source_name": "手写"}, by=reviewer, version=changed.version, detect=personal_data)
        publishing.publish(published, by=reviewer)
        undone = bulk_undoing.undo(done.edit, by=reviewer, detect=personal_data)
        assert (undone.changed, undone.left) == (1, 2)
        names = [Article.objects.get(pk=one.pk).source_name for one in (changed, published, left)]
        assert names == ["手写", "新", "旧"]

    def test_another_field_changed_since_is_kept(self, reviewer):
        article = ArticleFactory(source_name="旧")
        done = make([article], {"source_name": "新"}, reviewer)
        article.refresh_from_db()
        decisions.amend(article, {"title": "新题"}, by=reviewer, version=article.version, detect=personal_data)
        assert bulk_undoing.undo(done.edit, by=reviewer, detect=personal_data).changed == 1
        article.refresh_from_db()
        assert (article.title, article.source_name) == ("新题", "旧")

    def test_it_is_done_once_and_can_be_done_again(self, reviewer):
        article = ArticleFactory(source_name="旧")
        edit = make([article], {"source_name": "新"}, reviewer).edit
        assert bulk_undoing.undo(edit, by=reviewer, detect=personal_data).changed == 1
        assert bulk_undoing.undo(edit, by=reviewer, detect=personal_data).changed == 0
        assert bulk_undoing.redo(edit, by=reviewer, detect=personal_data).changed == 1
        article.refresh_from_db()
        assert article.source_name == "新"
        assert BulkEdit.objects.get().undone_at is None

    def test_masked_words_do_not_come_back(self, reviewer):
        article = ArticleFactory(source_name=f"电话{MOBILE}", body=["一段。", f"拨{MOBILE}。"])
        finding = Finding.objects.create(article=article, kind="mobile-number", text=MOBILE, in_body=True)
        edit = make([article], {"source_name": "新"}, reviewer).edit
        finding.refresh_from_db()
        assert masking.mask_finding(finding, by=reviewer) is None
        bulk_undoing.undo(edit, by=reviewer, detect=personal_data)
        article.refresh_from_db()
        assert article.source_name.startswith("电话")
        assert MOBILE not in article.source_name


class TestAssigning:
    def test_gives_and_takes_back_without_making_anybodys_work_stale(self, reviewer):
        other = UserFactory(groups=["Reviewers"])
        theirs, free, mine = ArticleFactory(assigned_to=other), ArticleFactory(), ArticleFactory(assigned_to=reviewer)
        done = bulk_edits.give([theirs.pk, free.pk, mine.pk], reviewer, by=reviewer)
        assert (done.changed, done.left) == (2, 1)
        assert set(Article.objects.values_list("assigned_to", "version")) == {(reviewer.pk, 1)}
        bulk_undoing.undo(done.edit, by=reviewer, detect=personal_data)
        whose = [Article.objects.get(pk=one.pk).assigned_to for one in (theirs, free, mine)]
        assert whose == [other, None, reviewer]

    def test_the_log_says_from_whom_to_whom(self, reviewer):
        bulk_edits.give([ArticleFactory().pk], reviewer, by=reviewer)
        assert Event.objects.get().data == {"before": "", "after": "reviewer"}

    def test_only_drafts_and_only_to_reviewers(self, reviewer):
        published = ArticleFactory(state="published")
        assert bulk_edits.give([published.pk], reviewer, by=reviewer).edit is None
        with pytest.raises(ValueError, match="not a reviewer"):
            bulk_edits.give([ArticleFactory().pk], UserFactory(groups=["Uploaders"]), by=reviewer)

    def test_whom_nobody_may_give_work_to_any_more_gets_none_back(self, reviewer):
        gone = UserFactory(groups=["Reviewers"])
        article = ArticleFactory(assigned_to=gone)
        edit = bulk_edits.give([article.pk], reviewer, by=reviewer).edit
        gone.groups.clear()
        assert bulk_undoing.undo(edit, by=reviewer, detect=personal_data).left == 1
