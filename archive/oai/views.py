"""The one address of OAI-PMH: a verb and its arguments by GET or POST, an answer or an error in XML with 200."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from lxml import etree

from archive.citing import facts_of
from archive.oai import answers, records, sets, tokens
from archive.oai.asking import PREFIX, Wrong, arguments_of, span_of, verb_of
from archive.oai.records import Page, Record

_FORM = "application/x-www-form-urlencoded"
Answer = etree._Element | Wrong


@csrf_exempt  # a POST reads, too: harvesters send long arguments by it
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a harvester."""
    with override(settings.LANGUAGE_CODE):  # the archive has one name, and addresses without a language
        verb, arguments, answer = _answered(request)
    content = answers.error(answer) if isinstance(answer, Wrong) else answer
    base = request.build_absolute_uri(request.path)
    body = answers.document(base, {"verb": verb, **arguments} if verb else {}, content, timezone.now())
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


def _answered(request: HttpRequest) -> tuple[str, Mapping[str, str], Answer]:
    """The verb and the arguments that made sense ("" and none after a mistake in them), and the answer."""
    asked = _asked(request)
    verb = verb_of(asked)
    if isinstance(verb, Wrong):
        return "", {}, verb
    arguments = arguments_of(verb, asked)
    if isinstance(arguments, Wrong):
        return "", {}, arguments
    answer = _ANSWERS[verb](request, arguments)
    if isinstance(answer, Wrong) and answer.code == "badArgument":
        return "", {}, answer
    return verb, arguments, answer


def _asked(request: HttpRequest) -> QueryDict:
    """The arguments. Of a body that is no plain form nothing is read: a file in it would be kept for nothing."""
    if request.method != "POST":
        return request.GET
    return request.POST if request.content_type == _FORM else QueryDict()


def _identify(request: HttpRequest, arguments: Mapping[str, str]) -> Answer:
    base = request.build_absolute_uri(request.path)
    host = _host(request)
    contact = settings.BAOKU_CONTACT or f"webmaster@{host if '.' in host else host + '.invalid'}"
    return answers.identify(name=gettext("Baoku"), base=base, contact=contact, earliest=records.earliest())


def _list_formats(request: HttpRequest, arguments: Mapping[str, str]) -> Answer:
    if "identifier" not in arguments:
        return answers.formats()
    found = _look_up(request, arguments["identifier"])
    if isinstance(found, Wrong):
        return found
    return answers.formats() if found.article else Wrong("noMetadataFormats", "The record was deleted.")


def _list_sets(request: HttpRequest, arguments: Mapping[str, str]) -> Answer:
    if "resumptionToken" in arguments:
        return Wrong("badResumptionToken", "The sets come in one list.")
    return answers.list_sets(sets.all_sets())


def _get_record(request: HttpRequest, arguments: Mapping[str, str]) -> Answer:
    found = _look_up(request, arguments["identifier"])
    if isinstance(found, Wrong):
        return found
    return _unknown_format(arguments) or answers.got(_record(request, found))


def _list(
    request: HttpRequest, arguments: Mapping[str, str], *, verb: str, item: Callable[..., etree._Element]
) -> Answer:
    page = _page(verb, arguments)
    if isinstance(page, Wrong):
        return page
    if not page.records:
        return Wrong("noRecordsMatch", "No record matches.")
    token = tokens.written(page.following, verb) if page.following else ""
    return answers.listed(verb, [item(request, one) for one in page.records], page, token)


def _page(verb: str, arguments: Mapping[str, str]) -> Page | Wrong:
    if "resumptionToken" in arguments:
        position = tokens.read(arguments["resumptionToken"], verb)
        page = records.next_page(position) if position else None
        return page or Wrong("badResumptionToken", f"This token is not one that {verb} gave here.")
    span = span_of(arguments)
    if isinstance(span, Wrong):
        return span
    if wrong := _unknown_format(arguments):
        return wrong
    return records.first_page(span, arguments.get("set", "")) or Wrong("noRecordsMatch", "There is no such set.")


def _unknown_format(arguments: Mapping[str, str]) -> Wrong | None:
    if arguments["metadataPrefix"] == PREFIX:
        return None
    return Wrong("cannotDisseminateFormat", f"The one format is {PREFIX}.")


def _look_up(request: HttpRequest, identifier: str) -> Record | Wrong:
    public_id = identifier.removeprefix(_identifier(request, ""))
    if public_id == identifier or not public_id.isalnum() or (found := records.record(public_id)) is None:
        return Wrong("idDoesNotExist", "There is no such record.")
    return found


def _record(request: HttpRequest, record: Record) -> etree._Element:
    head, article = _header(request, record), record.article
    if article is None:
        return answers.record(head, None)
    permalink = request.build_absolute_uri(article.get_absolute_url())
    return answers.record(head, facts_of(article, permalink=permalink, accessed=timezone.localdate()))


def _header(request: HttpRequest, record: Record) -> etree._Element:
    source = record.article.source if record.article else None
    specs = [sets.spec_of(source)] if source and source.confirmed else []
    identifier = _identifier(request, record.public_id)
    return answers.header(identifier, record.at, specs, gone=record.article is None)


def _identifier(request: HttpRequest, public_id: str) -> str:
    """The name of a record, as the protocol's guidelines for the scheme `oai` have it."""
    return f"oai:{_host(request)}:{public_id}"


def _host(request: HttpRequest) -> str:
    """The host without its port."""
    return re.sub(r":[0-9]+$", "", request.get_host())


_ANSWERS: Mapping[str, Callable[[HttpRequest, Mapping[str, str]], Answer]] = {
    "GetRecord": _get_record,
    "Identify": _identify,
    "ListIdentifiers": partial(_list, verb="ListIdentifiers", item=_header),
    "ListMetadataFormats": _list_formats,
    "ListRecords": partial(_list, verb="ListRecords", item=_record),
    "ListSets": _list_sets,
}
