"""A newsroom in the middle of its work: something of everything that a page of the desk can show."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

from archive import authority, publishing, reports
from archive.admin.verbs import personal_data
from archive.authority import renaming, splitting
from archive.models import (
    Agency,
    AgencyAlias,
    Article,
    OutletRule,
    Presence,
    ProblemReport,
    Review,
    UploadBatch,
    UploadItem,
    UploadToken,
)
from archive.reports.filing import Words
from archive.review import assigning, bulk_edits, corrections, decisions, leak_check, undoing
from search.models import DictionaryWord, IndexChange, MissedQuery
from tests.browser import sixty
from tests.drafts import make_draft
from tests.factories import AgencyFactory, UserFactory

NOTE = "第二段的航次数已更正"


def furnish(folder: Path, owner: User) -> None:
    """Fill an empty archive as `owner` and a colleague would have, by the functions that the desk's buttons call."""
    colleague = UserFactory(username="祁闻舟", groups=["Reviewers"])
    call_command("load_agencies", "samples/agencies.json", stdout=io.StringIO())
    call_command("ingest", str(sixty.pack(folder / "渡口剪报.zip")), user=owner.username, stdout=io.StringIO())
    _decide(owner, colleague)
    _hold_some_open(owner, colleague)
    _batches(owner)
    _agencies(owner)
    _reports(owner)
    UploadToken.objects.issue(owner, "扫描室的脚本")
    DictionaryWord.objects.create(word="断卡行动")
    MissedQuery.objects.create(query="夜渡停航几天", last_asked=timezone.localdate())


def _decide(owner: User, colleague: User) -> None:
    """Publish, return, refuse, correct, withdraw."""
    drafts = _fit_drafts()
    for _ in range(12):
        assert publishing.publish(next(drafts), by=colleague) is None
    published = list(Article.objects.public()[:4])
    for number, article in enumerate(published[:2]):
        wanted = {"title": f"{article.title}（更正{number}）"}
        told = {"by": owner, "version": article.version, "note": NOTE, "detect": personal_data}
        assert corrections.correct(article, wanted, **told) is None
    reason, category = "图片的权利不在我们", Review.Category.COPYRIGHT
    assert publishing.withdraw(published[2], by=owner, reason=reason, category=category) is None
    leak_check.check(published[2], by=owner, host="localhost", secure=False)
    assert decisions.return_to_uploader(next(drafts), by=colleague, reason="请补来源和日期") is None
    assert decisions.refuse(next(drafts), by=colleague, reason="不是新闻") is None


def _hold_some_open(owner: User, colleague: User) -> None:
    """Drafts with personal data, one that a colleague has open, some assigned, some edited together."""
    draft = make_draft(created_by=owner)
    Presence.objects.create(article=draft, user=colleague, seen_at=timezone.now())
    drafts = [next(_fit_drafts()) for _ in range(1)] + list(Article.objects.filter(state="draft")[:3])
    assigning.assign([one.pk for one in drafts[:2]], owner, by=owner)
    versions = {one.pk: one.version for one in Article.objects.filter(pk__in=[one.pk for one in drafts])}
    bulk_edits.make(versions, {"desk_note": "等回电"}, by=owner, detect=personal_data)


def _batches(owner: User) -> None:
    """One that is being read and one that is undone."""
    reading = UploadBatch.objects.create(uploaded_by=owner, note="夜班送来的")
    for number in range(3):
        UploadItem.objects.create(batch=reading, name=f"夜班/{number}.html", size=48_211, state="waiting")
    undone = UploadBatch.objects.create(uploaded_by=owner, note="错了一箱")
    draft = make_draft(created_by=owner, title="错了一箱里的一页")
    told = {"article": draft, "capture": draft.capture, "finished_at": timezone.now()}
    UploadItem.objects.create(batch=undone, name="错了/1.html", state="draft", **told)
    undoing.undo(undone, by=owner, reason="整箱都是旧的")


def _reports(owner: User) -> None:
    """Of readers: one that presses, one with all that it can say, one that is answered."""
    one, other = Article.objects.public()[:2]
    told = [
        Words("personal", "第二段写了邻居的门牌"),
        Words("facts", "日期不对", 2, "reader@example.test"),
        Words("text", "缺字"),
    ]
    made = [reports.file(article, said, address=None) for article, said in zip((one, one, other), told, strict=True)]
    if isinstance(made[-1], ProblemReport):
        reports.settle(made[-1], by=owner, answer="已补上")


def _agencies(owner: User) -> None:
    """A merged one, a split one, a renamed one, candidates, and a rule for an outlet."""
    one, other = AgencyFactory(name="汐城夜报", aliases=["汐夜"]), AgencyFactory(name="汐城夜间新闻")
    authority.merge(other, one, by=owner)
    alias = AgencyAlias.objects.get(agency=one, name="汐夜")
    splitting.split(one, [alias.pk], name="汐夜周刊", by=owner)
    renaming.rename(one, "汐城夜报社", on="2018-03", by=owner)
    for name in ("遠汀早報", "云渡县融媒体中心"):
        candidate = authority.propose_outlet(name)
        make_draft(source_name=name, source=candidate)
    rule = {"match": "begins", "words": "本报热线", "key": "本报热线", "role": "removed", "reason": "widget"}
    OutletRule.objects.create(outlet=Agency.objects.get(pk=one.pk), made_by=owner, **rule)
    IndexChange.objects.filter(pk=IndexChange.objects.values("pk")[:1]).update(error="disk full")


def _fit_drafts() -> Iterator[Article]:
    """Drafts in which nothing stops a publication."""
    for draft in Article.objects.filter(state=Article.State.DRAFT).order_by("pk"):
        if publishing.why_not_publish(draft, None) is None:
            yield draft
