"""Filling in the templates: names instead of codes, local time instead of instants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from chalicelib.audit.application.reading import unsealed_reason
from chalicelib.kernel.channels import Channel
from chalicelib.kernel.faults import Work
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.languages import Language
from chalicelib.messages.application.messaging import Contact, NotificationDesk
from chalicelib.messages.domain.case_events import CaseEvent
from chalicelib.messages.domain.messages import Line, Message, Text
from chalicelib.messages.domain.templates import due_words, moment_words, short_due_words

_CASE_PAGE = "/officer/cases/"
_REFERRAL = "/ben-ngoai"
_INBOX = "/officer/inbox"
_INVITATION = "/officer/invitation"
_ALONE = {"digest": "reminder", "urgent_cases": "urgent_case"}
"""Kinds of messages that gather lines, and that of one line."""
DIGEST_LINES = 100
"""Nobody reads more in a mail; the inbox has all of them."""
_SAYING_WHY = frozenset({"organisation_refused"})
"""Kinds whose bell and mail hold the reason that the office wrote to this person."""
_EXPLAINED = frozenset({"work", "work_again", "extended", "officer_due_moved"})


def case_text(
    desk: NotificationDesk, event: CaseEvent, kind: str, channel: Channel, language: str
) -> Text:
    """What somebody reads about a case's event. Nothing that a citizen wrote."""
    line = line_of(event)
    values = _line_values(desk, line, language) | {
        "app": desk.letterhead.app,
        "agency": _agency_name(desk, event.agency),
        "suggested": _agency_name(desk, event.suggested_agency),
        "parent": str(event.detail.get("parent", "")),
        "stars": str(event.detail.get("stars", "")),
        "where": desk.templates.word("where", str(event.detail.get("where", "")), language),
        "why": _why(desk, event.code, language) if _explains(kind, channel) else "",
    }
    if "external" in event.detail:
        values |= _link(desk, event)
    return desk.templates.render(kind, language, channel, values)


def _link(desk: NotificationDesk, event: CaseEvent) -> dict[str, str]:
    """Of the referral that the event tells of. Behind `#`, so that no log of addresses has it."""
    case, number = desk.cases.find(event.code), event.detail["referral"]
    found = case.referrals if case else ()
    referral = next(one for one in found if one.number == number)
    link = f"{desk.letterhead.public_url}{_REFERRAL}#{referral.token(event.code)}"
    return {"link": link, "until": moment_words(referral.until)}


def _explains(kind: str, channel: Channel) -> bool:
    """Mail that gives an officer a due time says how it comes about."""
    return channel is Channel.EMAIL and kind in _EXPLAINED


def _why(desk: NotificationDesk, code: str, language: str) -> str:
    """The steps from the start to the due time as the case has it now, a line each."""
    case = desk.cases.find(code)
    if case is None or case.clock is None:
        return ""
    calendar = desk.directory.calendar(case.clock.calendar)
    steps = case.clock.explain(calendar, Language(language))
    return "".join(f"\n  {moment_words(why.at)}: {why.text}" for why in steps)


def line_of(event: CaseEvent) -> Line:
    """What a digest says of the case."""
    return Line(
        about=event.id,
        code=event.code,
        category=event.category,
        commune=event.commune,
        at=event.at,
        due_at=event.due_at,
        occasion=str(event.detail.get("reminder", "")),
        provisional=event.due_provisional,
    )


def account_text(
    desk: NotificationDesk, kind: str, channel: Channel, contact: Contact, event: Mapping[str, Any]
) -> Text:
    """What somebody reads about their own account, or an organisation of theirs. A reason comes
    sealed with the event; raises Unsealable."""
    last, subject = event.get("what", {}).get("until"), str(event["subject"])
    says_why = kind in _SAYING_WHY and channel is not Channel.SMS
    values = {
        "app": desk.letterhead.app,
        "last_day": f"{date.fromisoformat(last):%d/%m/%Y}" if last else "",
        "number": subject.partition("#")[2],
        "reason": unsealed_reason(desk.sealer, subject, event["what"]) if says_why else "",
    }
    return desk.templates.render(kind, contact.language, channel, values)


def code_text(desk: NotificationDesk, message: Message, contact: Contact, now: datetime) -> Text:
    """A one-time code and how long it is good for. Made for each attempt and kept nowhere."""
    if contact.code is None:
        raise LookupError("no code is waited for")
    left = contact.code.expires_at - now
    values = {
        "app": desk.letterhead.app,
        "otp": contact.code.code,
        "minutes": str(max(1, round(left.total_seconds() / 60))),
    }
    return desk.templates.render(message.kind, contact.language, message.channel, values)


def invitation_text(desk: NotificationDesk, message: Message, contact: Contact) -> Text:
    """The newest link and until when it is good. Made for each attempt and kept nowhere."""
    if contact.invitation is None:
        raise LookupError("no invitation is open")
    values = {
        "app": desk.letterhead.app,
        "link": f"{desk.letterhead.public_url}{_INVITATION}?token={contact.invitation.token}",
        "until": moment_words(contact.invitation.expires_at),
    }
    return desk.templates.render(message.kind, contact.language, message.channel, values)


def digest_text(desk: NotificationDesk, message: Message, language: str) -> Text:
    """All lines, soonest due first; with one line it reads like the single message.

    Of more than `DIGEST_LINES` it says how many more. A line that cannot be worded is left out;
    raises LookupError where none is left.
    """
    lines = sorted(message.lines, key=lambda line: (line.due_at or message.due_at, line.code))
    if len(lines) == 1:
        values = _line_values(desk, lines[0], language)
        return desk.templates.render(_ALONE[message.kind], language, message.channel, values)
    worded, isolation = [], Isolation(desk.faults, Work.TELL)
    for line in lines:
        with isolation.of(line.code):
            worded.append((line, _line(desk, message.kind, line, language)))
    if not worded:
        raise LookupError("no line can be worded")
    values = {
        "at": moment_words(message.happened_at),
        "count": str(len(worded)),
        "codes": _first_codes(line for line, _ in worded),
        "lines": "\n".join(_shown(desk, [text for _, text in worded], language)),
        "link": desk.letterhead.public_url + _INBOX,
    }
    return desk.templates.render(message.kind, language, message.channel, values)


def _shown(desk: NotificationDesk, lines: list[str], language: str) -> list[str]:
    more = len(lines) - DIGEST_LINES
    if more <= 0:
        return lines
    last = desk.templates.render("digest_more", language, Channel.EMAIL, {"count": str(more)})
    return [*lines[:DIGEST_LINES], last.body]


def _line(desk: NotificationDesk, kind: str, line: Line, language: str) -> str:
    values = _line_values(desk, line, language)
    return desk.templates.render(f"{kind}_line", language, Channel.EMAIL, values).body


def _line_values(desk: NotificationDesk, line: Line, language: str) -> dict[str, str]:
    category = desk.directory.category(line.category)
    commune = desk.gazetteer.commune(line.commune)
    return {
        "code": line.code,
        "category": category.name(language) if category else line.category,
        "commune": commune.name if commune else line.commune,
        "due": due_words(line.due_at, language, provisional=line.provisional),
        "due_short": short_due_words(line.due_at, language, provisional=line.provisional),
        "at": moment_words(line.at),
        "occasion": desk.templates.word("occasion", line.occasion, language),
        "link": desk.letterhead.public_url + _CASE_PAGE + line.code,
    }


def _first_codes(lines: Iterable[Line], shown: int = 3) -> str:
    codes = [line.code for line in lines]
    return ", ".join(codes[:shown]) + (", …" if len(codes) > shown else "")


def _agency_name(desk: NotificationDesk, agency_id: str | None) -> str:
    agency = desk.directory.agency(agency_id) if agency_id else None
    return agency.name if agency else "-"
