"""Articles as JSON, for scripts: what the article page shows, under stable keys, and lists of them."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, JsonResponse
from django.http.request import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Path, Router

from archive import freshness
from archive.api import examples, schemas
from archive.api.forms import ArticlesForm
from archive.api.paging import page_of
from archive.models import Article, Revision
from archive.reading import Withdrawn, look_up, public_revisions
from archive.rest.answers import answer, refusal, wrong
from archive.rest.operations import reading
from archive.rest.parameters import parameters_of
from archive.takeaway.record import described

router = Router()


@reading(
    router,
    "articles",
    name="api-articles",
    shape=schemas.Articles,
    summary="List articles",
    tag="Articles",
    parameters=parameters_of(ArticlesForm(QueryDict()), ArticlesForm.WORDS),
    example=examples.ARTICLES,
    sample="articles?size=5",
)
def articles(request: HttpRequest) -> JsonResponse:
    """All public articles, or those of a source, an agency, some days: without their texts, a page at a time.

    No page is too far, and articles that come in meanwhile move nothing.
    """
    form = ArticlesForm(request.GET)
    if refused := refusal(request, form):
        return refused
    listed = page_of(form.narrowed(Article.objects.public()), form.order, form.after, form.size_asked)
    told = {"articles": [listed_as_json(request, one) for one in listed.articles], "cursor": listed.cursor}
    return dated(answer(told))


@reading(
    router,
    "articles/{str:public_id}",
    name="api-article",
    shape=schemas.Article,
    summary="Read one article",
    tag="Articles",
    example=examples.ARTICLE,
    sample="articles/{article}",
    others=("404", "410"),
)
def article(request: HttpRequest, public_id: Annotated[str, Path(description="The article's `id`.")]) -> JsonResponse:
    """One public article with its text, its agencies and the versions that readers could see.

    A withdrawn article is 410, with the day and the category of the withdrawal and no word of the article.
    """
    found = look_up(public_id)
    if found is None:
        return wrong(request, _("There is no such article."), status=404)
    if isinstance(found, Withdrawn):
        told = {"withdrawn": found.on.isoformat(), "category": found.category or None}
        words = _("The article was withdrawn on %(day)s.") % {"day": told["withdrawn"]}
        return wrong(request, words, status=410, **told)
    return dated(answer(as_json(found, request.build_absolute_uri(found.get_absolute_url()))))


def as_json(article: Article, page: str) -> dict[str, Any]:
    """The article under the API's keys. page: the absolute address of its page here."""
    links = article.agency_links.filter(agency__confirmed=True).select_related("agency")
    return {
        **described(article, page),
        "external_id": article.external_id,
        "body": article.body,
        "date": published(article),
        "agencies": [{"name": link.agency.name, "role": link.role} for link in links],
        "versions": [_version(revision) for revision in public_revisions(article)],
    }


def listed_as_json(request: HttpRequest, article: Article) -> dict[str, Any]:
    """The article as it stands in lists, without its text."""
    released = article.released_at and timezone.localtime(article.released_at).isoformat(timespec="seconds")
    return {
        **described(article, request.build_absolute_uri(article.get_absolute_url())),
        "external_id": article.external_id,
        "date": published(article),
        "released": released,
    }


def published(article: Article) -> str | None:
    """ISO 8601: with +08:00 where the minute is known, else the date, null where unknown.

    Of a month or a year it is the first day; `date_precision` says so.
    """
    if article.published_at is not None:
        return timezone.localtime(article.published_at).isoformat()
    return article.published_on.isoformat() if article.published_on else None


def dated(response: JsonResponse) -> JsonResponse:
    """The answer with the moment of the archive's last change, before which it said the same."""
    freshness.tell(response, freshness.last_change())
    return response


def _version(revision: Revision) -> dict[str, Any]:
    made = timezone.localtime(revision.made_at).isoformat(timespec="seconds")
    return {"number": revision.number, "made": made, "kind": revision.kind, "note": revision.note}
