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
from archive.models import Agency, Article, Finding, Review, TextBlock
from archive.publishing import Refusal
from archive.review import changes, decisions, masking, naming, roles, settling
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

    def about(self, name: str) -> str:
        """What was typed beside the button, in the field `name-number`."""
        return self.typed.get(f"{name}-{self.number}", "").strip()


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
    note = pressed.about("note")
    return settling.keep_finding(finding, by=pressed.by, reason=note) if finding else Objection.SETTLED


def _clear(article: Article, pressed: Pressed) -> Answer:
    finding = _finding(article, pressed)
    return settling.clear_finding(finding, by=pressed.by) if finding else Objection.SETTLED


def _reopen(article: Article, pressed: Pressed) -> Answer:
    finding = _finding(article, pressed)
    return settling.reopen_finding(finding, by=pressed.by) if finding else Objection.SETTLED


def _publish(article: Article, pressed: Pressed) -> Answer:
    changes.look_again(article, detect=personal_data)
    refusal = publishing.publish(article, by=pressed.by)
    unknown = article.source is None or not article.source.confirmed
    if refusal is None and unknown and pressed.typed.get("new_outlet") == article.source_name != "":
        authority.confirm_outlet(article.source_name, by=pressed.by)  # links every article that prints the name
    return refusal


def _return(article: Article, pressed: Pressed) -> Answer:
    return decisions.return_to_uploader(article, by=pressed.by, reason=pressed.reason)


def _refuse(article: Article, pressed: Pressed) -> Answer:
    return decisions.refuse(article, by=pressed.by, reason=pressed.reason)


def _take_back(article: Article, pressed: Pressed) -> Answer:
    return decisions.take_back(article, by=pressed.by)


def _confirm(article: Article, pressed: Pressed) -> Answer:
    candidate = _candidate(article, pressed)
    if candidate is None:
        return Objection.NO_LINK
    authority.confirm(candidate, by=pressed.by)
    return None


def _dismiss(article: Article, pressed: Pressed) -> Answer:
    candidate = _candidate(article, pressed)
    if candidate is None:
        return Objection.NO_LINK
    authority.dismiss(candidate, by=pressed.by)
    return None


def _merge(article: Article, pressed: Pressed) -> Answer:
    """The candidate is another name of the confirmed agency that was typed."""
    candidate, known = _candidate(article, pressed), authority.find(pressed.about("agency"))
    if candidate is None or known is None or not known.confirmed:
        return Objection.NO_AGENCY
    authority.merge(candidate, known, by=pressed.by)
    return None


def _name(article: Article, pressed: Pressed) -> Answer:
    typed, kind = pressed.typed.get("agency", ""), pressed.typed.get("agency-kind", "")
    return naming.name_agency(article, typed, kind=kind, by=pressed.by)


def _take_off(article: Article, pressed: Pressed) -> Answer:
    return naming.take_off(article, pressed.number, by=pressed.by)


def _withdraw(article: Article, pressed: Pressed) -> Answer:
    if not pressed.reason:
        return Objection.NO_REASON
    category = pressed.typed.get("category", Review.Category.OTHER)
    return publishing.withdraw(article, by=pressed.by, reason=pressed.reason, category=category)


def _restore(article: Article, pressed: Pressed) -> Answer:
    changes.look_again(article, detect=personal_data)
    return publishing.restore(article, by=pressed.by, reason=pressed.reason)


def _resubmit(article: Article, pressed: Pressed) -> Answer:
    return decisions.resubmit(article, by=pressed.by)


def _finding(article: Article, pressed: Pressed) -> Finding | None:
    return article.findings.filter(pk=pressed.number, kind__in=Finding.PERSONAL_DATA).first()


def _candidate(article: Article, pressed: Pressed) -> Agency | None:
    """The unconfirmed agency that this link of the article leads to."""
    link = article.agency_links.filter(pk=pressed.number).select_related("agency").first()
    return link.agency if link and not link.agency.confirmed else None


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
    "keep": Verb(_reviewer, _keep, _("Kept for readers to see, with your reason.")),
    "clear": Verb(_reviewer, _clear, _("Settled: no personal data.")),
    "reopen": Verb(_reviewer, _reopen, _("Open again: the words are covered.")),
    "confirm": Verb(_judge, _confirm, _("Confirmed: readers find its page.")),
    "dismiss": Verb(_judge, _dismiss, _("Dismissed: the name is no agency's.")),
    "same": Verb(_judge, _merge, _("The name is now one of that agency's names.")),
    "name-agency": Verb(_judge, _name, _("The agency is named.")),
    "take-off": Verb(_judge, _take_off, _("The agency is no longer named here.")),
    "publish": Verb(_reviewer, _publish, _("Published."), moves_on=True),
    "return": Verb(_reviewer, _return, _("Returned to the uploader."), moves_on=True),
    "refuse": Verb(_reviewer, _refuse, _("Refused. It can be taken back."), moves_on=True),
    "take-back": Verb(_reviewer, _take_back, _("Taken back: it waits among the drafts.")),
    "withdraw": Verb(_withdrawer, _withdraw, _("Withdrawn. Readers no longer see it.")),
    "restore": Verb(_withdrawer, _restore, _("Restored. Readers see it again.")),
    "resubmit": Verb(roles.may_amend, _resubmit, _("Handed to the reviewers again.")),
}
