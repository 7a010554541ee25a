"""Who may do what: uploaders with what is their own, reviewers with every article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.models import Article, UploadBatch

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User

    AnyUser = User | AbstractBaseUser | AnonymousUser

#: States in which a text still belongs to the person who brought it.
IN_THE_MAKING = (Article.State.DRAFT, Article.State.RETURNED)


def may_upload(user: AnyUser) -> bool:
    """Whether the person may hand in pages."""
    return _has(user, "upload_article")


def may_review(user: AnyUser) -> bool:
    """Whether the person may change, publish and return any article, and see the personal data to be judged."""
    return _has(user, "review_article")


def may_withdraw(user: AnyUser) -> bool:
    """Whether the person may take a public article from the readers, and give it back."""
    return _has(user, "withdraw_article")


def may_judge_candidates(user: AnyUser) -> bool:
    """Whether the person may say of an unknown name that it is an agency's."""
    return _has(user, "judge_candidate")


def may_open_sealed(user: AnyUser) -> bool:
    """Whether the person may open originals that hold what was masked or taken from the readers."""
    return _has(user, "open_sealed_original")


def may_edit_topics(user: AnyUser) -> bool:
    """Whether the person may put topics together and show them to readers."""
    return _has(user, "edit_topic")


def may_see(user: AnyUser, article: Article) -> bool:
    """Reviewers see every article, uploaders what they brought."""
    return may_review(user) or (may_upload(user) and article.created_by_id == user.pk)


def may_amend(user: AnyUser, article: Article) -> bool:
    """Reviewers amend every article that readers do not see, uploaders their own until it is published.

    What readers see is corrected instead, with a note for them: `archive.review.corrections`.
    """
    if article.state == Article.State.PUBLISHED:
        return False
    return may_review(user) or (may_see(user, article) and article.state in IN_THE_MAKING)


def may_see_batch(user: AnyUser, batch: UploadBatch) -> bool:
    """Reviewers see every batch, uploaders their own."""
    return may_review(user) or (may_upload(user) and batch.uploaded_by_id == user.pk)


def _has(user: AnyUser, codename: str) -> bool:
    return user.has_perm(f"archive.{codename}")  # type: ignore[union-attr]
