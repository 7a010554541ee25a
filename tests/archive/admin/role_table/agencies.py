"""Tries at agencies: candidates, the authority file, decisions and their undoing."""

from __future__ import annotations

from typing import Any

from archive import authority
from archive.models import Agency
from tests.archive.admin.role_table.world import MARK, Asked, Try, World, page, post, showed, wrote
from tests.factories import AgencyFactory


def _candidate() -> Agency:
    return AgencyFactory(name=f"{MARK}社", confirmed=False)


def _decide(verb: str, **fields: Any) -> Try:
    def ask(world: World) -> Asked:
        AgencyFactory(name="汐城晚报")
        return post("archive_agency_candidates", candidate=_candidate().pk, verb=verb, **fields)

    return Try(ask, wrote)


def _take_back(world: World) -> Asked:
    candidate = _candidate()
    authority.dismiss(candidate, by=None)
    return post("archive_agency_candidates", candidate=candidate.pk, verb="take-back")


def _together(world: World) -> Asked:
    return post("archive_agency_candidates", ticked=[_candidate().pk], together="confirm")


def _list_candidates(world: World) -> Asked:
    article, candidate = world.article(), _candidate()
    article.agency_links.create(agency=candidate, role="mentioned")
    return page("archive_agency_candidates")


def _agency_fields(**changed: Any) -> dict[str, Any]:
    management = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    fields = {f"aliases-{name}": number for name, number in management.items()}
    return fields | {"name": "潮汐周报", "slug": "chaoxi", "kind": "outlet", "confirmed": "on"} | changed


def _change_agency(world: World) -> Asked:
    agency = AgencyFactory(name="汐城晚报")
    return post("archive_agency_change", agency.pk, **_agency_fields(name="汐城晚报", slug="xicheng-wanbao"))


def _merge(world: World) -> Asked:
    gone, into = AgencyFactory(name="旧报"), AgencyFactory(name="新报")
    return post("archive_agency_merge", gone.pk, into=into.name, reason="同一家")


def _split(world: World) -> Asked:
    agency = AgencyFactory(name="汐城报", aliases=["汐城商报"])
    alias = agency.aliases.get(name="汐城商报")
    return post("archive_agency_split", agency.pk, alias=[alias.pk], name="汐城商报", reason="两家")


def _rename(world: World) -> Asked:
    return post("archive_agency_rename", AgencyFactory(name="旧报").pk, name="新报", on="2020-01-01", reason="改名")


def _undo_decision(world: World) -> Asked:
    change = authority.merge(AgencyFactory(name="旧报"), AgencyFactory(name="新报"), by=None)
    return post("archive_agency_decisions", change=change.pk)


def _undo_confirmation(world: World) -> Asked:
    candidate = _candidate()
    authority.confirm(candidate, by=None)
    change = authority.merge(_other_candidate(), candidate, by=None)
    return post("archive_agency_decisions", change=change.pk)


def _other_candidate() -> Agency:
    return AgencyFactory(name="另一社", confirmed=False)


def _listed(world: World) -> Asked:
    AgencyFactory(name=f"{MARK}报")
    return page("archive_agency_changelist")


def _asked_for(world: World) -> Asked:
    AgencyFactory(name=f"{MARK}报")
    return page("archive_agency_names", ask=f"q={MARK}")


TRIES = {
    "see the list of agencies": Try(_listed, showed),
    "look up the names of agencies while typing": Try(_asked_for, showed),
    "see the candidates": Try(_list_candidates, showed),
    "confirm a candidate": _decide("confirm"),
    "merge a candidate": _decide("merge", into="汐城晚报"),
    "dismiss a candidate": _decide("dismiss"),
    "take a dismissed candidate back": Try(_take_back, wrote),
    "confirm candidates together": Try(_together, wrote),
    "undo a decision about a candidate": Try(_undo_confirmation, wrote),
    "add an agency": Try(lambda world: post("archive_agency_add", **_agency_fields()), wrote),
    "change an agency": Try(_change_agency, wrote),
    "merge agencies": Try(_merge, wrote),
    "split an agency": Try(_split, wrote),
    "rename an agency": Try(_rename, wrote),
    "undo a decision about an agency": Try(_undo_decision, wrote),
}
