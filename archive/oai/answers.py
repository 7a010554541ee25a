"""The XML of the answers, one function for each part of the protocol's schema."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from lxml import etree

from archive.citing import Facts, heads
from archive.oai.asking import PREFIX, Wrong
from archive.oai.records import Page
from archive.text.markup import writable

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
OAI_SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_NAMESPACES = {None: OAI, "xsi": XSI}
_LOCATION = etree.QName(XSI, "schemaLocation")

Element = etree._Element


def document(base: str, request: Mapping[str, str], content: Element, now: datetime.datetime) -> bytes:
    """Return the whole answer. base: the archive's address for harvesters. request: the arguments that made sense."""
    root = etree.Element(etree.QName(OAI, "OAI-PMH"), nsmap=_NAMESPACES)  # type: ignore[arg-type]  # the stubs know no default
    root.set(_LOCATION, f"{OAI} {OAI_SCHEMA}")
    _add(root, "responseDate", stamp(now))
    asked = _add(root, "request", base)
    for name, value in request.items():
        asked.set(name, writable(value))
    root.append(content)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def error(wrong: Wrong) -> Element:
    """Return the element that tells what was wrong."""
    told = etree.Element(etree.QName(OAI, "error"), code=wrong.code)
    told.text = writable(wrong.words)
    return told


def identify(*, name: str, base: str, contact: str, earliest: datetime.datetime) -> Element:
    """Return what the archive is. contact: an e-mail address."""
    told = etree.Element(etree.QName(OAI, "Identify"))
    for tag, text in (
        ("repositoryName", name),
        ("baseURL", base),
        ("protocolVersion", "2.0"),
        ("adminEmail", contact),
        ("earliestDatestamp", stamp(earliest)),
        ("deletedRecord", "transient"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ):
        _add(told, tag, text)
    return told


def formats() -> Element:
    """Return the one format there is."""
    told = etree.Element(etree.QName(OAI, "ListMetadataFormats"))
    one = _add(told, "metadataFormat")
    for tag, text in (("metadataPrefix", PREFIX), ("schema", DC_SCHEMA), ("metadataNamespace", OAI_DC)):
        _add(one, tag, text)
    return told


def list_sets(sets: Iterable[tuple[str, str]]) -> Element:
    """Return the sets. sets: each as setSpec and setName."""
    told = etree.Element(etree.QName(OAI, "ListSets"))
    for spec, name in sets:
        one = _add(told, "set")
        _add(one, "setSpec", spec)
        _add(one, "setName", name)
    return told


def listed(verb: str, items: Sequence[Element], page: Page, token: str) -> Element:
    """Return a page of a list. token: for the rest of it, "" on the last page."""
    told = etree.Element(etree.QName(OAI, verb))
    told.extend(items)
    if token or page.before:
        mark = _add(told, "resumptionToken", token or None)
        # What came in while the list was read is in no count of its beginning.
        mark.set("completeListSize", str(max(page.size, page.before + len(items))))
        mark.set("cursor", str(page.before))
    return told


def got(record: Element) -> Element:
    """Return the answer of GetRecord."""
    told = etree.Element(etree.QName(OAI, "GetRecord"))
    told.append(record)
    return told


def record(header: Element, facts: Facts | None) -> Element:
    """Return a record: its header, and its facts where it is still public."""
    told = etree.Element(etree.QName(OAI, "record"))
    told.append(header)
    if facts is not None:
        _add(told, "metadata").append(dublin_core(facts))
    return told


def header(identifier: str, at: datetime.datetime, sets: Iterable[str], *, gone: bool) -> Element:
    """Return the header of a record. sets: their setSpecs."""
    told = etree.Element(etree.QName(OAI, "header"), {"status": "deleted"} if gone else None)
    _add(told, "identifier", identifier)
    _add(told, "datestamp", stamp(at))
    for name in sets:
        _add(told, "setSpec", name)
    return told


def dublin_core(facts: Facts) -> Element:
    """Return the facts as Dublin Core, the same as in the head of the article's page."""
    told = etree.Element(etree.QName(OAI_DC, "dc"), nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": XSI})
    told.set(_LOCATION, f"{OAI_DC} {DC_SCHEMA}")
    for name, content in heads.metas(facts):
        scheme, _dot, element = name.partition(".")
        if scheme == "DC":
            _add(told, element, content, namespace=DC)
    return told


def stamp(at: datetime.datetime) -> str:
    """Return a moment in UTC, by the second, as the protocol writes it."""
    return at.astimezone(datetime.UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _add(parent: Element, tag: str, text: str | None = None, *, namespace: str = OAI) -> Element:
    child = etree.SubElement(parent, etree.QName(namespace, tag))
    child.text = None if text is None else writable(text)
    return child
