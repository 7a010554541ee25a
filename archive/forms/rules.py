"""A rule for an outlet, proposed from one block of a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from archive.models import OutletRule, TextBlock
from archive.text.wording import Match, key_of

#: The shortest words of a rule, in characters: shorter ones would take half of every page.
SHORTEST = {Match.EXACT: 2, Match.BEGINS: 4, Match.CONTAINS: 4}
#: Reasons that only ingest or a reviewer's own cut can have.
NOT_A_RULES_REASON = (TextBlock.Reason.REVIEWER, TextBlock.Reason.DUPLICATE_TITLE)


class RuleForm(forms.Form):
    """A rule for an outlet, proposed from one block of a page. becomes: a role, or "removed:" and a reason."""

    match = forms.ChoiceField(label=_("Which blocks"), choices=OutletRule.Kind.choices)
    words = forms.CharField(
        label=_("Words"), max_length=400, required=False, widget=forms.Textarea(attrs={"class": "field", "rows": 2})
    )
    element = forms.ChoiceField(label=_("Element"), required=False, widget=forms.Select(attrs={"class": "field"}))
    becomes = forms.ChoiceField(label=_("They become"), widget=forms.Select(attrs={"class": "field"}))

    def __init__(self, data: Any = None, *, block: TextBlock) -> None:
        super().__init__(data, initial=_first_proposal(block))
        self.block = block
        names = list(dict.fromkeys(reversed(block.path)))
        self.fields["element"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        self.fields["becomes"].choices = _roles_by_rule()  # type: ignore[attr-defined]
        if not names:
            kinds = [choice for choice in OutletRule.Kind.choices if choice[0] != Match.ELEMENT]
            self.fields["match"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Add `role` and `reason`; `words` are those of the element where the rule looks at one."""
        given: dict[str, Any] = super().clean() or {}
        if "match" in given and "becomes" in given:
            match = Match(given["match"])
            given["words"] = given.get("element", "") if match is Match.ELEMENT else given.get("words", "")
            shortest = SHORTEST.get(match, 1)
            if len(key_of(given["words"])) < shortest:
                self.add_error("words", format_lazy(_("Give at least {count} characters."), count=shortest))
            given["role"], _colon, given["reason"] = given["becomes"].partition(":")
        return given


def _first_proposal(block: TextBlock) -> dict[str, Any]:
    """This block's own text, and what it is now; a block in the body would be removed."""
    kept = block.in_body and block.was is not None
    known = block.reason and block.reason not in NOT_A_RULES_REASON
    reason = block.reason if known else TextBlock.Reason.WIDGET
    text = (block.cleaned or block.text).strip()[:400]
    return {"match": Match.EXACT, "words": text, "becomes": block.role if kept else f"removed:{reason}"}


def _roles_by_rule() -> list[Any]:
    removed = [(f"removed:{reason}", reason.label) for reason in TextBlock.Reason if reason not in NOT_A_RULES_REASON]
    kept = [TextBlock.Role.PARAGRAPH, TextBlock.Role.HEADING, TextBlock.Role.CAPTION]
    return [(TextBlock.Role.REMOVED.label, removed), (_("Kept as"), [(role.value, role.label) for role in kept])]
