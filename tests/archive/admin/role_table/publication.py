"""Tries at published articles: correcting, withdrawing, going back, sealing, checking, and opening originals."""

from __future__ import annotations

from archive.forms.correction import CorrectionForm
from archive.models import Article, Finding
from tests.archive.admin.role_table.world import Asked, Try, World, opened, page, post, showed, stored, wrote


def _act(act: str, state: str = "published", **typed: str) -> Try:
    """A button of the publication page on an article that was corrected once."""

    def ask(world: World) -> Asked:
        article = world.corrected(state)
        return post("archive_article_publication", article.pk, act=act, version=article.version, **typed)

    return Try(ask, wrote)


def _unseal(world: World) -> Asked:
    article = world.corrected()
    article.revisions.filter(number=1).update(sealed=True)
    return post("archive_article_publication", article.pk, act="unseal:1", version=article.version)


def _correct(world: World) -> Asked:
    article = world.article("published")
    fields = stored(CorrectionForm(article=article)) | {"title": "改过的题目", "note": "题目有误。"}
    return post("archive_article_correct", article.pk, **fields, do="1")


def _original(state: str) -> Try:
    def ask(world: World) -> Asked:
        return page("archive_article_original", world.original(state).pk)

    return Try(ask, opened)


def _masked(world: World) -> Asked:
    article = world.original("published")
    Finding.objects.create(article=article, kind="mobile-number", state="masked", text="x")
    return page("archive_article_original", article.pk)


def _page_of(article: Article) -> Asked:
    return page("archive_article_publication", article.pk)


TRIES = {
    "see the publication of an article": Try(lambda world: _page_of(world.article("published")), showed),
    "see the history of an article": Try(
        lambda world: page("archive_article_history", world.article("published").pk), showed
    ),
    "correct what readers see, with a note": Try(_correct, wrote),
    "withdraw": _act("withdraw", reason="理由", category="error"),
    "restore": _act("restore", "withdrawn"),
    "go back to an earlier version": _act("revert:1", note="恢复原稿。"),
    "seal an earlier version": _act("seal:1"),
    "open a sealed version to readers again": Try(_unseal, wrote),
    "mask words in a published article": _act("mask", words="出租屋"),
    "search for leaks": _act("check"),
    "open the original of a draft": _original("draft"),
    "open the original of a published article": _original("published"),
    "open the original of a withdrawn article": _original("withdrawn"),
    "open the original of a masked article": Try(_masked, opened),
    "open the original of a refused article": _original("discarded"),
}
