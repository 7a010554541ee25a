"""Rules of outlets on the desk: made from a block of an article after a look at what they change, listed, switched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from archive.admin.records import OnlyRead
from archive.admin.rule_preview import shown
from archive.admin.site import person
from archive.admin.verbs import personal_data
from archive.forms import RuleForm
from archive.models import Article, OutletRule, TextBlock
from archive.models.rules import with_uses
from archive.review import roles, rules
from archive.text.wording import Match

if TYPE_CHECKING:
    from archive.admin.site import DeskSite


@admin.register(OutletRule)
class OutletRuleAdmin(OnlyRead):
    list_display = ("whose", "match", "words", "becomes", "used", "active", "made_by", "made_at", "made_from")
    list_display_links = None
    list_filter = ("active", "match", ("outlet", admin.RelatedOnlyFieldListFilter))
    search_fields = ("words", "key", "host", "outlet__name")
    list_select_related = ("outlet", "made_by")
    fields = ("whose", "match", "words", "becomes", "used", "active", "made_by", "made_at", "made_from")
    readonly_fields = ("whose", "becomes", "used", "made_from")
    actions = ("switch_off", "switch_on")

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutletRule]:
        found: QuerySet[OutletRule] = super().get_queryset(request)
        return with_uses(found)

    def has_switch_permission(self, request: HttpRequest) -> bool:
        return roles.may_review(request.user)

    @admin.action(description=_("Switch the chosen rules off"), permissions=["switch"])
    def switch_off(self, request: HttpRequest, chosen: QuerySet[OutletRule]) -> None:
        self._switch(request, chosen, active=False)

    @admin.action(description=_("Switch the chosen rules on"), permissions=["switch"])
    def switch_on(self, request: HttpRequest, chosen: QuerySet[OutletRule]) -> None:
        self._switch(request, chosen, active=True)

    def _switch(self, request: HttpRequest, chosen: QuerySet[OutletRule], *, active: bool) -> None:
        changed = sum(rules.switch(rule, active=active, by=person(request)) for rule in chosen)
        words = ngettext("%(count)d rule switched.", "%(count)d rules switched.", changed) % {"count": changed}
        self.message_user(request, words, messages.SUCCESS if changed else messages.INFO)

    @admin.display(description=_("outlet"), ordering="outlet__name")
    def whose(self, rule: OutletRule) -> str:
        return rule.whose

    @admin.display(description=_("become"), ordering="role")
    def becomes(self, rule: OutletRule) -> str:
        return rule.get_reason_display() if rule.reason else rule.get_role_display()

    @admin.display(description=_("blocks changed"), ordering="uses")
    def used(self, rule: OutletRule) -> int:
        return rule.uses  # type: ignore[attr-defined, no-any-return]

    @admin.display(description=_("made from"))
    def made_from(self, rule: OutletRule) -> str:
        if rule.article_id is None:
            return "—"
        url = reverse("admin:archive_article_review", args=[rule.article_id])
        return format_html('<a href="{}">{}</a>', url, pgettext_lazy("subject", "Article"))


def propose(request: HttpRequest, site: DeskSite, pk: int) -> HttpResponse:
    """Make a rule of the block ?block=. What was not previewed is not saved: then the preview comes first."""
    if not roles.may_review(request.user):
        raise PermissionDenied
    article = get_object_or_404(Article.objects.select_related("site", "source"), pk=pk)
    outlet, block = rules.outlet_of(article), _block(request, article)
    if outlet is None:
        raise Http404(_("The page names no outlet and no address, so there are no other pages to make a rule for."))
    form = RuleForm(request.POST or None, block=block)
    proposal = _proposal(form)
    if proposal and request.POST.get("step") == "save" and request.POST.get("seen") == proposal.seal:
        return _save(request, article, outlet, proposal)
    preview = rules.preview(outlet, proposal) if proposal else None
    context = {"title": _("Make this a rule"), "article": article, "block": block, "form": form, "outlet": outlet}
    context |= {"proposal": proposal, "preview": preview, "previewed": preview and shown(preview)}
    context |= {"refused": form.is_bound and not proposal, "most": rules.LOOKED_AT}
    page = "admin/archive/article/rule.html"
    return TemplateResponse(request, page, site.each_context(request) | context, status=422 if form.errors else 200)


def _save(request: HttpRequest, article: Article, outlet: rules.Outlet, proposal: rules.Proposal) -> HttpResponse:
    follow = [int(key) for key in request.POST.getlist("follow") if key.isdecimal() and len(key) < 16]
    _rule, changed = rules.make(article, outlet, proposal, by=person(request), follow=follow, detect=personal_data)
    words = ngettext(
        "The rule is kept for pages to come; %(count)d draft follows it.",
        "The rule is kept for pages to come; %(count)d drafts follow it.",
        changed,
    )
    messages.success(request, words % {"count": changed})
    return redirect(reverse("admin:archive_article_review", args=[article.pk]))


def _block(request: HttpRequest, article: Article) -> TextBlock:
    number = request.GET.get("block", "")
    if not number.isdecimal() or len(number) > 9:
        raise Http404
    return get_object_or_404(article.blocks, position=int(number))


def _proposal(form: RuleForm) -> rules.Proposal | None:
    """What the form proposes; what it begins with where nothing was sent yet. None where that cannot be a rule."""
    if not form.is_bound:
        form = RuleForm(form.initial, block=form.block)
    if not form.is_valid():
        return None
    given = form.cleaned_data
    if personal_data(given["words"]):
        form.add_error("words", _("These words hold personal data. Choose others: rules are kept."))
        return None
    return rules.Proposal(Match(given["match"]), given["words"], given["role"], given["reason"])
