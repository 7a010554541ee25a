"""Outlet rules in review: what a proposed rule would change on the outlet's pages, made, followed and switched off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from archive.models import Agency, Article, Event, OutletRule, TextBlock
from archive.models.articles import ArticleQuerySet
from archive.review import changes, roles_of_blocks
from archive.review.changes import Detector
from archive.review.roles import IN_THE_MAKING
from archive.text.addresses import host_of
from archive.text.wording import Match, fires, key_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: How many of an outlet's newest pages a preview looks at.
LOOKED_AT = 500
Role = TextBlock.Role


@dataclass(frozen=True, slots=True)
class Outlet:
    """Whose pages a rule is for: an agency, or the host of the address where none is known."""

    agency: Agency | None
    host: str = ""

    @property
    def name(self) -> str:
        return self.agency.name if self.agency else self.host


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule that nobody has made yet. words: as typed. reason: set where role is removed."""

    match: Match
    words: str
    role: str
    reason: str = ""

    @property
    def seal(self) -> str:
        """Tells one proposal from another, so that nobody saves what was not previewed."""
        return f"{self.match}|{self.role}|{self.reason}|{key_of(self.words)}"

    def takes(self, block: TextBlock) -> bool:
        """Whether the rule would give this block another role. What a person decided about a block stays."""
        free = block.role not in (Role.TITLE, Role.CREDIT, self.role) and block.was is None
        return free and fires(self.match, key_of(self.words), key_of(block.cleaned or block.text), block.path)


@dataclass(frozen=True, slots=True)
class Touched:
    """One page with the blocks that would change."""

    article: Article
    blocks: tuple[TextBlock, ...]

    @property
    def cuts_text(self) -> bool:
        """Whether readers would lose words."""
        return any(block.in_body for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would change. pages: how many were looked at; published ones are shown and never changed."""

    pages: int
    drafts: tuple[Touched, ...]
    published: tuple[Touched, ...]
    cuts: int  # published pages that would lose text of their body

    @property
    def blocks(self) -> int:
        return sum(len(page.blocks) for page in (*self.drafts, *self.published))


def outlet_of(article: Article) -> Outlet | None:
    """Return whose rules an article follows: the site's that shaped the page, else the source's, else its host's."""
    if article.site:
        return Outlet(article.site)
    if article.source and not article.site_name:
        return Outlet(article.source)
    host = host_of(article.url)
    return Outlet(None, host) if host else None


def preview(outlet: Outlet, proposal: Proposal) -> Preview:
    """Look at the outlet's newest pages, at most LOOKED_AT of them. Changes nothing."""
    articles = {article.pk: article for article in _newest_pages(outlet)}
    blocks = TextBlock.objects.filter(article__in=articles).exclude(role__in=[Role.TITLE, Role.CREDIT, proposal.role])
    found: defaultdict[int, list[TextBlock]] = defaultdict(list)
    for block in blocks.order_by("article", "position").iterator():
        if proposal.takes(block):
            found[block.article_id].append(block)
    touched = [Touched(articles[key], tuple(found[key])) for key in articles if key in found]
    drafts = tuple(page for page in touched if page.article.state in IN_THE_MAKING)
    published = tuple(page for page in touched if page.article.state == Article.State.PUBLISHED)
    cutting = proposal.role not in TextBlock.BODY_ROLES
    return Preview(len(articles), drafts, published, sum(page.cuts_text for page in published) if cutting else 0)


@transaction.atomic
def make(
    article: Article,
    outlet: Outlet,
    proposal: Proposal,
    *,
    by: User | None,
    follow: Collection[int] = (),
    detect: Detector,
) -> tuple[OutletRule, int]:
    """Keep the rule for pages to come, and return it with the number of drafts that follow it at once.

    article: where it was made from. follow: keys of the drafts, as shown in the preview, that are to follow it now. One
    that has been published meanwhile, or is of another outlet, stays as it is.
    """
    rule = OutletRule.objects.create(
        outlet=outlet.agency,
        host="" if outlet.agency else outlet.host,
        match=proposal.match.value,
        words=proposal.words.strip(),
        key=key_of(proposal.words),
        role=proposal.role,
        reason=proposal.reason,
        made_by=by,
        article=article,
    )
    Event.objects.record("rule made", rule, actor=by, outlet=rule.whose, match=rule.match, role=rule.role)
    drafts = _pages_of(outlet).filter(pk__in=follow, state__in=IN_THE_MAKING)
    return rule, sum(_follow(draft, rule, proposal, by, detect) for draft in drafts)


@transaction.atomic
def switch(rule: OutletRule, *, active: bool, by: User | None) -> bool:
    """Let a rule be followed or not from now on. Pages that followed it stay. Tell whether that changed."""
    changed = OutletRule.objects.filter(pk=rule.pk, active=not active).update(active=active)
    if changed:
        rule.active = active
        Event.objects.record("rule switched on" if active else "rule switched off", rule, actor=by)
    return bool(changed)


def in_words(names: Iterable[str]) -> dict[str, OutletRule]:
    """Return the rules that TextBlock.rule names, by those names; other names are left out."""
    keys = [name.removeprefix("outlet:") for name in set(names) if name.startswith("outlet:")]
    rules = OutletRule.objects.filter(pk__in=[int(key) for key in keys if key.isdecimal()]).select_related("outlet")
    return {rule.name: rule for rule in rules}


def _follow(draft: Article, rule: OutletRule, proposal: Proposal, by: User | None, detect: Detector) -> bool:
    changes.lock(draft)
    blocks = list(draft.blocks.all())
    taken = [block for block in blocks if proposal.takes(block)]
    if not taken or draft.state not in IN_THE_MAKING:
        return False
    for block in taken:
        roles_of_blocks.change(block, rule.role, reason=rule.reason, rule=rule.name)
    changes.keep(
        draft,
        blocks,
        by=by,
        action="rule followed",
        fields=["body"],
        detect=detect,
        rule=rule.pk,
        blocks_changed=len(taken),
    )
    return True


def _newest_pages(outlet: Outlet) -> Iterator[Article]:
    """The outlet's pages that are in the making or public, the newest first."""
    states = (*IN_THE_MAKING, Article.State.PUBLISHED)
    pages = _pages_of(outlet).filter(state__in=states).order_by("-pk").prefetch_related("findings")[:LOOKED_AT]
    return (page for page in pages if outlet.agency or host_of(page.url) == outlet.host)


def _pages_of(outlet: Outlet) -> ArticleQuerySet:
    if outlet.agency:
        return Article.objects.filter(Q(site=outlet.agency) | Q(source=outlet.agency, site=None, site_name=""))
    return Article.objects.filter(site=None, url__icontains=outlet.host).exclude(Q(source__isnull=False, site_name=""))
