"""Tries at articles: seeing, correcting, deciding, one by one and many at once."""

from __future__ import annotations

from typing import Any

from archive.models import BulkEdit, OutletRule
from archive.review import bulk_edits
from tests.archive.admin.role_table.world import MARK, Asked, Try, World, opened, page, post, press, showed, wrote
from tests.factories import AgencyFactory, UserFactory


def _verb(verb: str, state: str = "draft", *, findings: bool = False, **typed: Any) -> Try:
    """A button on an article in this state; {finding} in it stands for an open finding's number."""

    def ask(world: World) -> Asked:
        article = world.article(state, findings=findings)
        finding = article.findings.blocking().first()
        number = finding.pk if finding else 0
        words = {name.format(finding=number): value for name, value in typed.items()}
        return press(article, verb.format(finding=number), **words)

    return Try(ask, wrote)


def _look(name: str, proof: Any = opened, *, state: str = "draft", ask: str = "") -> Try:
    return Try(lambda world: page(name, world.article(state).pk, ask=ask), proof)


def _list(name: str, *, state: str = "draft", ask: str = "") -> Try:
    def look(world: World) -> Asked:
        world.article(state)
        return page(name, ask=ask)

    return Try(look, showed)


def _compare(world: World) -> Asked:
    one, other = world.article(), world.article()
    return page("archive_article_compare", one.pk, ask=f"with={other.pk}")


def _decode(world: World) -> Asked:
    article = world.original()
    return post("archive_article_charset", article.pk, version=article.version, charset="gb18030")


def _rule(world: World) -> Asked:
    article = world.article()
    fields = {"match": "exact", "words": "分享到：　好友圈", "becomes": "removed:share"}
    return post("archive_article_rule", article.pk, ask="block=4", **fields, step="preview")


def _reopen(world: World) -> Asked:
    article = world.article(findings=True)
    finding = article.findings.blocking().first()
    article.findings.filter(pk=finding.pk).update(state="harmless")
    return press(article, f"reopen:{finding.pk}")


def _candidate_verb(verb: str, **typed: str) -> Try:
    def ask(world: World) -> Asked:
        article, known = world.article(), AgencyFactory(name="汐城晚报")
        candidate = AgencyFactory(name="未知社", confirmed=False)
        link = article.agency_links.create(agency=candidate, role="mentioned")
        words = {name.format(link=link.pk): value.format(known=known.name) for name, value in typed.items()}
        return press(article, f"{verb}:{link.pk}", **words)

    return Try(ask, wrote)


def _assign(world: World) -> Asked:
    reviewer = UserFactory(username="assigned", groups=["Reviewers"])
    return post("archive_article_bulk_assign", chosen=[world.article().pk], to=reviewer.pk)


def _edit_many(world: World) -> Asked:
    article = world.article()
    fields = {"draft": [f"{article.pk}:{article.version}"], "desk_note": "第一批"}
    seal = world.preview(post("archive_article_bulk_edit", **fields, step="preview")).get("seal", "")
    return post("archive_article_bulk_edit", **fields, step="save", seen=seal)


def _publish_many(world: World) -> Asked:
    article = world.article()
    return post("archive_article_bulk_publish", draft=[f"{article.pk}:{article.version}"], step="save")


def _decide_many(decision: str) -> Try:
    def ask(world: World) -> Asked:
        article = world.article()
        typed = {"draft": [f"{article.pk}:{article.version}"], "reason": "缺日期"}
        return post("archive_article_bulk_decide", **typed, step=decision)

    return Try(ask, wrote)


def _edited_many(world: World) -> BulkEdit:
    article = world.article()
    versions, nothing = {article.pk: article.version}, lambda text: []
    done = bulk_edits.make(versions, {"desk_note": MARK}, by=world.owner, detect=nothing)
    assert done.edit
    return done.edit


def _make_rule(world: World) -> Asked:
    article, address = world.article(), ("archive_article_rule",)
    fields = {"match": "contains", "words": "分享到：", "becomes": "removed:share"}
    told = world.preview(post(*address, article.pk, ask="block=4", **fields)).get("proposal")
    return post(*address, article.pk, ask="block=4", **fields, step="save", seen=told.seal if told else "")


def _rule() -> OutletRule:
    removal = {"role": "removed", "reason": "share"}
    return OutletRule.objects.create(outlet=AgencyFactory(), match="exact", words="分享", key="分享", **removal)


def _switch_rule(world: World) -> Asked:
    return post("archive_outletrule_changelist", action="switch_off", _selected_action=[_rule().pk])


def _source_is(world: World) -> Asked:
    article, known = world.article(source=None, source_name="云渡日报社"), AgencyFactory(name="汐城晚报")
    return press(article, "source-is", **{"source-is": known.name})


def _site_is(world: World) -> Asked:
    article, known = world.article(site_name="远汀在线"), AgencyFactory(name="远汀网")
    return press(article, "site-is", **{"site-is": known.name})


def _be_there(world: World) -> Asked:
    return post("archive_article_presence", world.article().pk, version=1)


TRIES = {
    "see a draft in the queue": _list("archive_article_queue"),
    "see an article in the list of articles": _list("archive_article_changelist", state="published"),
    "open the review page": _look("archive_article_review"),
    "open the record of an article": _look("archive_article_change"),
    "compare two articles": Try(_compare, opened),
    "be seen at an article that is open": Try(_be_there, opened),
    "correct a draft": _verb("save", title="改过的题目"),
    "correct a returned draft": _verb("save", "returned", title="改过的题目"),
    "correct a published article without a word to readers": _verb("save", "published", title="改过的题目"),
    "cut a block": _verb("cut:7"),
    "put a block back": _verb("put-back:0"),
    "change the role of a block": _verb("as-heading:7"),
    "hand a returned draft in again": _verb("resubmit", "returned"),
    "decode a draft again": Try(_decode, wrote),
    "mask personal data": _verb("mask:{finding}", findings=True),
    "mask all that is found": _verb("mask-all", findings=True),
    "keep a finding with a reason": _verb("keep:{finding}", findings=True, **{"note-{finding}": "公开的热线"}),
    "settle a finding as no personal data": _verb("clear:{finding}", findings=True),
    "open a settled finding again": Try(_reopen, wrote),
    "publish": _verb("publish"),
    "publish, where a second person is required": Try(_verb("publish").ask, wrote, {"BAOKU_TWO_PERSON": True}),
    "return with a reason": _verb("return", reason="理由"),
    "refuse with a reason": _verb("refuse", reason="理由"),
    "take a refused article back": _verb("take-back", "discarded"),
    "withdraw from the review page": _verb("withdraw", "published", reason="理由", category="error"),
    "restore from the review page": _verb("restore", "withdrawn", reason="理由"),
    "confirm a name on the page": _candidate_verb("confirm"),
    "dismiss a name on the page": _candidate_verb("dismiss"),
    "merge a name on the page": _candidate_verb("same", **{"agency-{link}": "{known}"}),
    "name an agency on the page": _verb("name-agency", agency="云渡县图书馆", **{"agency-kind": "government"}),
    "take an agency off the page": _candidate_verb("take-off"),
    "say which outlet a printed source is": Try(_source_is, wrote),
    "say which outlet a printed site is": Try(_site_is, wrote),
    "assign drafts": Try(_assign, wrote),
    "publish drafts together": Try(_publish_many, wrote),
    "return drafts together": _decide_many("return"),
    "refuse drafts together": _decide_many("refuse"),
    "edit fields of many drafts": Try(_edit_many, wrote),
    "see an edit of many drafts": Try(lambda world: page("archive_bulkedit_page", _edited_many(world).pk), opened),
    "undo an edit of many drafts": Try(
        lambda world: post("archive_bulkedit_page", _edited_many(world).pk, verb="undo"), wrote
    ),
    "make an outlet rule": Try(_make_rule, wrote),
    "open the list of edits of many drafts": Try(lambda world: page("archive_bulkedit_list"), opened),
    "open an outlet rule": Try(lambda world: page("archive_outletrule_change", _rule().pk), opened),
    "switch an outlet rule off": Try(_switch_rule, wrote),
}
