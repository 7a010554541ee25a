"""Tries at what lies beside articles: words of the dictionary, the log, one's own account, everybody's accounts."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from archive.accounts import second_step
from archive.models import Event, LoginSession, ProblemReport, UploadToken
from search.models import DictionaryWord, IndexChange, IndexPurge, MissedQuery
from tests.archive.admin.role_table.world import MARK, Asked, Try, World, opened, page, post, showed, wrote
from tests.factories import PASSWORD, AgencyFactory


def _word(world: World) -> DictionaryWord:
    return DictionaryWord.objects.create(word="潮汐发电")


def _log(world: World) -> Asked:
    Event.objects.record(MARK, world.article())
    return page("archive_event_changelist")


def _event(world: World) -> Asked:
    return page("archive_event_change", Event.objects.record(MARK, world.article()).pk)


def _report(world: World) -> ProblemReport:
    return ProblemReport.objects.create(article=world.article("published"), kind="text", words=MARK, sender="a")


def _reports(world: World) -> Asked:
    _report(world)
    return page("archive_problemreport_changelist")


def _answer(verb: str) -> Try:
    def ask(world: World) -> Asked:
        return post("archive_problemreport_change", _report(world).pk, verb=verb, answer="已更正")

    return Try(ask, wrote)


def _delete(name: str, make: Any) -> Try:
    return Try(lambda world: post(f"{name}_delete", make(world).pk, post="yes"), wrote)


def _end_session(world: World) -> Asked:
    later = timezone.now() + datetime.timedelta(hours=1)
    session = LoginSession.objects.create(session_key="x", session_data="", user=world.owner, expire_date=later)
    return post("account", verb=f"end:{session.handle}")


def _end_others(world: World) -> Asked:
    LoginSession.objects.create(session_key="x", session_data="", user=world.actor, expire_date=timezone.now())
    return post("account", verb="end-others")


def _revoke(world: World) -> Asked:
    row, _token = UploadToken.objects.issue(world.owner, MARK)
    return post("account", verb=f"revoke:{row.pk}")


def _password(world: World) -> Asked:
    new = "plum rain over the dam"
    return post("password_change", old_password=PASSWORD, new_password1=new, new_password2=new)


def _password_of(world: World) -> Asked:
    new = "plum rain over the dam"
    return post("auth_user_password_change", world.owner.pk, password1=new, password2=new, usable_password="true")


def _rights(world: World) -> Asked:
    fields = {"username": world.owner.username, "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    return post("auth_user_change", world.owner.pk, **fields)


def _new_account(world: World) -> Asked:
    new = "plum rain over the dam"
    return post("auth_user_add", username="new", password1=new, password2=new, usable_password="true")


def _missed(world: World) -> MissedQuery:
    return MissedQuery.objects.create(query="潮汐", last_asked=datetime.date(2026, 11, 1))


def _nobodys_account(world: World) -> User:
    return User.objects.create(username="nobody-in-particular")


def _index_change() -> IndexChange:
    later = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    return IndexChange.objects.create(article_pk=1, action="index", error="x", retry_at=later)


def _try_index_again(world: World) -> Asked:
    return post("search_indexchange_changelist", action="try_again", _selected_action=[_index_change().pk])


def _purge() -> IndexPurge:
    return IndexPurge.objects.create(changes=1, documents=1, traces=1, files=1, size=1, remains=0)


def _change_word(world: World) -> Asked:
    return post("search_dictionaryword_change", _word(world).pk, word="潮汐发电", kind="other", note="电厂")


def _with_second_step(verb: str, **typed: str) -> Try:
    def ask(world: World) -> Asked:
        TOTPDevice.objects.create(user=world.actor, name="app")
        return post("account", verb=verb, **typed)

    return Try(ask, wrote)


def _set_up(world: World) -> Asked:
    device = second_step.start(world.actor)
    return post("account_set_up", code=f"{TOTP(device.bin_key).token():06d}", password=PASSWORD)


TRIES = {
    "open the desk": Try(lambda world: page("index"), opened),
    "open a change to the index": Try(lambda world: page("search_indexchange_change", _index_change().pk), opened),
    "see the purges of the index": Try(lambda world: page("search_indexpurge_changelist"), opened),
    "open a purge of the index": Try(lambda world: page("search_indexpurge_change", _purge().pk), opened),
    "see the dictionary": Try(lambda world: page("search_dictionaryword_changelist"), opened),
    "change a word of the dictionary": Try(_change_word, wrote),
    "see what readers missed": Try(lambda world: page("search_missedquery_changelist"), opened),
    "open what readers missed": Try(lambda world: page("search_missedquery_change", _missed(world).pk), opened),
    "see the outlet rules": Try(lambda world: page("archive_outletrule_changelist"), opened),
    "add a word to the dictionary": Try(
        lambda world: post("search_dictionaryword_add", word="潮汐发电", kind="other"), wrote
    ),
    "strike a word from the dictionary": _delete("search_dictionaryword", _word),
    "strike off what readers missed": _delete("search_missedquery", _missed),
    "see what the index has to learn": Try(lambda world: page("search_indexchange_changelist"), opened),
    "let the index try again": Try(_try_index_again, wrote),
    "see the reports of readers": Try(_reports, showed),
    "open a report of a reader": Try(lambda world: page("archive_problemreport_change", _report(world).pk), showed),
    "settle a report of a reader": _answer("settle"),
    "dismiss a report of a reader": _answer("dismiss"),
    "see the log": Try(_log, showed),
    "see an event": Try(_event, opened),
    "take the log as a spreadsheet": Try(lambda world: page("archive_event_export"), opened),
    "see my own account": Try(lambda world: page("account"), opened),
    "end a session": Try(_end_session, wrote),
    "issue a token": Try(lambda world: post("account", verb="issue", name=MARK), wrote),
    "revoke a token": Try(_revoke, wrote),
    "end all my other sessions": Try(_end_others, wrote),
    "set up a second step": Try(_set_up, wrote),
    "make new recovery codes": _with_second_step("new-codes", password=PASSWORD),
    "switch my second step off": _with_second_step("switch-off", password=PASSWORD),
    "change my password": Try(_password, wrote),
    "make an account": Try(_new_account, wrote),
    "change the rights of an account": Try(_rights, wrote),
    "set the password of an account": Try(_password_of, wrote),
    "delete an article": _delete("archive_article", lambda world: world.article()),
    "delete a batch": _delete("archive_uploadbatch", lambda world: world.batch()),
    "delete an agency": _delete("archive_agency", lambda world: AgencyFactory()),
    "delete an event": _delete("archive_event", lambda world: Event.objects.record("made", world.article())),
    "delete an account": _delete("auth_user", _nobodys_account),
}
