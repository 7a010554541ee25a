"""The desk's door: who is let in, and the addresses of a person's own account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.models import Device

from archive.accounts import sessions
from archive.admin.account import login, own, password, set_up

View = Callable[..., HttpResponseBase]
_View = TypeVar("_View", bound=View)  # as in the stubs of Django


class GuardedSite(AdminSite):
    """An AdminSite with a second step at login, sessions that end, and a page of one's own."""

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's addresses and ours. Who still lacks a second step can set it up, or leave."""
        return [
            path("login/code/", never_cache(self._given(login.ask_for_code)), name="second_step"),
            path("logout/", self.logout, name="logout"),
            path("account/", self.admin_view(self._given(own.page)), name="account"),
            path("account/set-up/", self._for_staff(self._given(set_up.page)), name="account_set_up"),
            *super().get_urls(),
        ]

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take all records but the keys of second steps: who reads those can make the codes."""
        if not (isinstance(model_or_iterable, type) and issubclass(model_or_iterable, Device)):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person may be at the desk: staff, with a second step where it is required."""
        return super().has_permission(request) and not self._lacks_second_step(request)

    def admin_view(self, view: _View, cacheable: bool = False) -> _View:
        """Every page of the desk renews the session of the person who opens it."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def watched(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            sessions.keep_alive(request)
            return guarded(request, *args, **kwargs)

        return watched  # type: ignore[return-value]

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:  # type: ignore[override]
        """The page of the password; who is in already is led on."""
        if super().has_permission(request) and self._lacks_second_step(request):
            onward = urlencode({"next": request.GET.get("next", "")})
            return redirect(f"{reverse('admin:account_set_up')}?{onward}")
        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        context = self.each_context(request) | {"app_path": request.get_full_path()}
        return login.LoginPage.as_view(extra_context=context | (extra_context or {}))(request)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        """The page for a new password, after which the person's other sessions are over."""
        return password.PasswordPage.as_view(extra_context=self.each_context(request) | (extra_context or {}))(request)

    def _lacks_second_step(self, request: HttpRequest) -> bool:
        return settings.BAOKU_REQUIRE_2FA and DEVICE_ID_SESSION_KEY not in request.session

    def _for_staff(self, view: View) -> View:
        """For staff, also those whom the desk does not let in yet."""

        @never_cache
        def guarded(request: HttpRequest) -> HttpResponseBase:
            sessions.keep_alive(request)
            if not super(GuardedSite, self).has_permission(request):
                return redirect_to_login(request.get_full_path(), reverse("admin:login"))
            return view(request)

        return guarded

    def _given(self, view: View) -> View:
        """The view, given this site."""

        @wraps(view)
        def with_site(request: HttpRequest) -> HttpResponseBase:
            return view(request, self)

        return with_site
