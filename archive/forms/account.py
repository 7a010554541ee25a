"""What a person types about their own account: codes, their password once more, a token's name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

#: A recovery code with its hyphens has 19 characters; some keyboards add blanks.
LONGEST_CODE = 40


class CodeForm(forms.Form):
    """The second step of a login."""

    code = forms.CharField(label=_("Code"), max_length=LONGEST_CODE)


class PasswordForm(forms.Form):
    """The password once more, before something that would help a stranger at an unlocked desk."""

    password = forms.CharField(label=_("Your password"), strip=False, max_length=4096)

    def __init__(self, data: Any = None, *, request: HttpRequest) -> None:
        super().__init__(data)
        self.request = request

    def clean_password(self) -> str:
        """Checked as at the door: wrong ones add up to a lock."""
        typed: str = self.cleaned_data["password"]
        name = self.request.user.get_username()
        if authenticate(self.request, username=name, password=typed) != self.request.user:
            raise forms.ValidationError(_("This is not your password."))
        return typed


class SetUpForm(PasswordForm):
    """A first code of the app, with the password."""

    code = forms.CharField(label=_("Code that the app shows"), max_length=LONGEST_CODE)
    field_order = ("code", "password")


class TokenForm(forms.Form):
    """What a new token is called in the list."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
