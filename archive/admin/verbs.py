"""The buttons of the review page: who may press each, what it does, what is said when it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive import authority, publishing
from archive.admin.strangers import is_name_of
from archive.ingest.detectors.personal_data import find_numbers
from archive.models import Article, Finding, TextBlock
from archive.publishing import Refusal
from archive.review import changes, decisions, masking, roles
from archive.review.outcomes import Objection

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Answer = Objection | Refusal | None
Role = TextBlock.Role
SAME_OUTLET = _("The name is now one of that outlet's names.")
ROLE_CHANGED = _("The block has its new role.")


@dataclass(frozen=True, slots=True)
class Pressed:
    """One press of a button. number: a block's position or a finding's key. typed: everything in the form."""

    by: User
    number: int
    typed: Mapping[str, str]

    @property
    def reason(self) -> str:
        return self.typed.get("reason", "").strip()


@dataclass(frozen=True, slots=True)
class Verb:
    """may: whether this person may do it to this article. moves_on: the next article opens when it is done."""

    may: Callable[[roles.AnyUser, Article], bool]
    do: Callable[[Article, Pressed], Answer]
    done: str | Promise
    moves_on: bool = False


def parse(value: str) -> tuple[Verb | None, int]:
    """Read a button's value: a verb's name, with a number behind a colon where it concerns a part of the article."""
    name, _colon, number = value.partition(":")
    return VERBS.get(name), int(number) if number.isdecimal() and len(number) < 16 else -1


def personal_data(text: str) -> list[tuple[str, str]]:
    """The numbers of people in a text, each as its kind and its words: what detectors would find on a new page."""
    return [(kind.value, text[start:end]) for kind, start, end in find_numbers(text)]


def _reviewer(user: roles.AnyUser, article: Article) -> bool:
    return roles.may_review(user)


def _judge(user: roles.AnyUser, article: Article) -> bool:
    return roles.may_judge_candidates(user)


def _withdrawer(user: roles.AnyUser, article: Article) -> bool:
    return roles.may_withdraw(user)


def _save(article: Article, pressed: Pressed) -> Answer:
    return None  # what was typed is saved with every button


def _cut(article: Article, pressed: Pressed) -> Answer:
    return decisions.cut_block(article, pressed.number, by=pressed.by)


def _put_back(article: Article, pressed: Pressed) -> Answer:
    return decisions.restore_block(article, pressed.number, by=pressed.by, detect=personal_data)


def _become(role: str) -> Callable[[Article, Pressed], Answer]:
    def change(article: Article, pressed: Pressed) -> Answer:
        return decisions.change_role(article, pressed.number, role, by=pressed.by, detect=personal_data)

    return change


def _same_as(field: str) -> Callable[[Article, Pressed], Answer]:
    def same(article: Article, pressed: Pressed) -> Answer:
        return is_name_of(article, field, pressed.typed.get(f"{field}-is", ""), by=pressed.by)

    return same


def _mask(article: Article, pressed: Pressed) -> Answer:
    finding = _finding(article, pressed)
    return masking.mask_finding(finding, by=pressed.by) if finding else Objection.SETTLED


def _mask_all(article: Article, pressed: Pressed) -> Answer:
    """Mask what blocks, one after the other; what cannot be masked stays open and says so."""
    answer: Answer = None
    for finding in article.findings.blocking():
        answer = masking.mask_finding(finding, by=pressed.by)
        if answer not in (None, Objection.SETTLED):  # the same words were settled with an earlier one
            return answer
    return None


def _keep(article: Article, pressed: Pressed) -> Answer:
    finding = _finding(article, pressed)
    note = pressed.typed.get(f"note-{pressed.number}", "")
    return decisions.keep_finding(finding, by=pressed.by, reason=note) if finding else Objection.SETTLED


def _publish(article: Article, pressed: Pressed) -> Answer:
    changes.look_again(article, detect=personal_data)
    refusal = publishing.publish(article, by=pressed.by)
    unknown = article.source is None or not article.source.confirmed
    if refusal is None and unknown and pressed.typed.get("new_outlet") == article.source_name != "":
        authority.confirm_outlet(article.source_name, by=pressed.by)  # links every article that prints the name
    return refusal


def _return(article: Article, pressed: Pressed) -> Answer:
    return decisions.return_to_uploader(article, by=pressed.by, reason=pressed.reason)


def _withdraw(article: Article, pressed: Pressed) -> Answer:
    if not pressed.reason:
        return Objection.NO_REASON
    return publishing.withdraw(article, by=pressed.by, reason=pressed.reason)


def _restore(article: Article, pressed: Pressed) -> Answer:
    changes.look_again(article, detect=personal_data)
    return publishing.restore(article, by=pressed.by, reason=pressed.reason)


def _resubmit(article: Article, pressed: Pressed) -> Answer:
    return decisions.resubmit(article, by=pressed.by)


def _finding(article: Article, pressed: Pressed) -> Finding | None:
    return article.findings.filter(pk=pressed.number, kind__in=Finding.PERSONAL_DATA).first()


VERBS = {
    "save": Verb(roles.may_amend, _save, _("Saved.")),
    "cut": Verb(roles.may_amend, _cut, _("The paragraph was cut. It can be restored.")),
    "put-back": Verb(roles.may_amend, _put_back, _("The block is part of the text again.")),
    "as-paragraph": Verb(roles.may_amend, _become(Role.PARAGRAPH), ROLE_CHANGED),
    "as-heading": Verb(roles.may_amend, _become(Role.HEADING), ROLE_CHANGED),
    "as-caption": Verb(roles.may_amend, _become(Role.CAPTION), ROLE_CHANGED),
    "source-is": Verb(_judge, _same_as("source"), SAME_OUTLET),
    "site-is": Verb(_judge, _same_as("site"), SAME_OUTLET),
    "mask-all": Verb(_reviewer, _mask_all, _("Masked wherever readers could see it.")),
    "mask": Verb(_reviewer, _mask, _("Masked wherever readers could see it.")),
    "keep": Verb(_reviewer, _keep, _("Kept: it is no personal data.")),
    "publish": Verb(_reviewer, _publish, _("Published."), moves_on=True),
    "return": Verb(_reviewer, _return, _("Returned to the uploader."), moves_on=True),
    "withdraw": Verb(_withdrawer, _withdraw, _("Withdrawn. Readers no longer see it.")),
    "restore": Verb(_withdrawer, _restore, _("Restored. Readers see it again.")),
    "resubmit": Verb(roles.may_amend, _resubmit, _("Handed to the reviewers again.")),
}
