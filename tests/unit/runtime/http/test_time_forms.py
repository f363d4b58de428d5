"""Every day, time of day and instant that comes in over HTTP is taken in its one form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.kernel import time_forms as forms
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Invalid
from chalicelib.local_stage.http.clock import ClockBody
from chalicelib.runtime.http.openapi.document import document
from chalicelib.runtime.http.pointers import pointer_of
from chalicelib.runtime.http.validation import validate_body
from tests.support import time_forms as table
from tests.support.actors import central
from tests.support.api import Answer
from tests.support.cases import CITIZEN, OFFICER, SUPERVISOR
from tests.support.good_bodies import ACCOUNT, good_document
from tests.support.whole_api import WholeApi, whole_api

ADMINISTRATOR = central(Role.ADMINISTRATOR, "a1")
Send = Callable[[WholeApi, str], Answer]


@pytest.fixture(scope="module")
def api() -> Iterator[WholeApi]:
    """One for all: nothing that is refused leaves a trace."""
    with whole_api() as api:
        yield api


def _put(where: str, member: str, name: str) -> Send:
    """A rule document with one member put in its place; `/` goes down."""

    def send(api: WholeApi, text: str) -> Answer:
        body = good_document(name)
        for reminder in body.get("reminders", ()):
            reminder["hours"] = {"begin": "08:00", "end": "17:00"}
        *path, last = member.split("/")
        place: Any = body
        for step in path:
            place = place[int(step)] if isinstance(place, list) else place[step]
        place[int(last) if isinstance(place, list) else last] = text
        return api.send("PUT", where, body, api.token(ADMINISTRATOR), If_Match='"1"')

    return send


def _absence(name: str) -> Send:
    def send(api: WholeApi, text: str) -> Answer:
        away = {"since": "2026-08-10", "until": "2026-08-17", name: text}
        path = f"/v1/officer/roster/{OFFICER.id}/absences"
        return api.send("PUT", path, {"absences": [away]}, api.token(OFFICER), If_Match='"1"')

    return send


def _report(**parameters: str) -> Send:
    def send(api: WholeApi, text: str) -> Answer:
        given = "&".join(f"{name}={quote(value or text)}" for name, value in parameters.items())
        return api.send("GET", f"/v1/reports/monthly?{given}", token=api.token(SUPERVISOR))

    return send


CALENDAR, POLICIES = "/v1/admin/calendar", "/v1/admin/policies"
DAYS: dict[str, tuple[Send, str, str]] = {
    "absence since": (_absence("since"), "/absences/0/since", "wrong_form"),
    "absence until": (_absence("until"), "/absences/0/until", "wrong_form"),
    "calendar from": (_put(CALENDAR, "valid_from", "calendar"), "/valid_from", "wrong_form"),
    "override": (_put(CALENDAR, "overrides/0/day", "calendar"), "/overrides/0/day", "wrong_form"),
    "policy from": (_put(POLICIES, "valid_from", "policy"), "/valid_from", "wrong_form"),
    "report from": (_report(**{"from": "", "to": "2026-09-01"}), "?from", "not_a_day"),
    "report to": (_report(**{"from": "2026-08-01", "to": ""}), "?to", "not_a_day"),
    "report as of": (_report(period="2026-08", as_of=""), "?as_of", "not_a_day"),
}
"""How to send a day, where the fault points, and its code for a wrong form."""
TIMES: dict[str, tuple[Send, str]] = {
    pointer: (_put(POLICIES, pointer, "policy"), f"/{pointer}")
    for pointer in (
        "quiet_hours/begin",
        "quiet_hours/end",
        "digest/evening",
        "digest/morning",
        "reminders/0/hours/begin",
        "reminders/0/hours/end",
    )
}


@pytest.mark.parametrize("place", DAYS)
def test_days(api: WholeApi, place: str) -> None:
    """In bodies and queries: 422 that names the field, whatever Python would make of the text."""
    send, pointer, code = DAYS[place]
    for text in (*table.WRONG_DAYS, *table.NO_SUCH_DAYS):
        answer = send(api, text)
        # A text that no member may hold is told as such.
        expected = {code, "control_character"} if "\n" in text else {code}
        assert answer.status == 422, text
        assert {(pointer, one) for one in expected} & set(answer.faults), (text, answer.faults)
    for text in table.FAR_DAYS:
        answer = send(api, text)
        assert (answer.status, answer.faults) == (422, [(pointer, "out_of_range")]), text


def test_birth_dates(api: WholeApi) -> None:
    """The form is the same, the range another."""
    id = api.send("POST", "/v1/registrations", {"phone": "0912345671"}).body["registration_id"]
    otp = {"otp": api.people.code_of(f"R#{id}")}
    api.send("POST", f"/v1/registrations/{id}/verify", otp)

    def _birthday(text: str) -> Answer:
        body = {**ACCOUNT, "date_of_birth": text}
        return api.send("POST", "/v1/accounts", body, api.registration_token(id))

    for text in (*table.WRONG_DAYS, *table.NO_SUCH_DAYS):
        answer = _birthday(text)
        assert (answer.status, answer.faults) == (422, [("/date_of_birth", "wrong_form")]), text
    for text, code in (("1899-12-31", "date_too_early"), ("9999-12-31", "date_in_future")):
        assert _birthday(text).faults == [("/date_of_birth", code)]


@pytest.mark.parametrize("place", TIMES)
def test_times_of_day(api: WholeApi, place: str) -> None:
    """`22:00+07:00` once stopped all mail and SMS."""
    send, pointer = TIMES[place]
    for text in table.WRONG_TIMES:
        answer = send(api, text)
        codes = {"wrong_form", "control_character"} if "\n" in text else {"wrong_form"}
        assert answer.status == 422, text
        assert {(pointer, code) for code in codes} & set(answer.faults), (text, answer.faults)


def test_openings(api: WholeApi) -> None:
    """A day's openings are made of times of day."""
    send = _put(CALENDAR, "week/monday/0", "calendar")
    for text in ("07:30-24:00", "07:30-11:30+07:00", "7:30-11:30", "07:30 - 11:30", "07:30-11:60"):
        answer = send(api, text)
        assert (answer.status, answer.faults) == (422, [("/week/monday", "wrong_form")]), text


def test_instants(api: WholeApi) -> None:
    """A snooze runs until an instant with an offset."""
    path = f"/v1/officer/cases/{api.office.in_progress().code}/transitions"

    def _until(text: str) -> Answer:
        body = {"action": "snooze", "reason": "Chờ vật tư.", "until": text}
        return api.send("POST", path, body, api.token(OFFICER), If_Match='"4"')

    for text in table.WRONG_INSTANTS:
        answer = _until(text)
        assert (answer.status, answer.faults) == (422, [("/until", "wrong_form")]), text
    for text in table.FAR_INSTANTS:
        answer = _until(text)
        assert (answer.status, answer.faults) == (422, [("/until", "out_of_range")]), text


def test_the_local_clock() -> None:
    """Its route takes instants like every other."""
    for text in table.GOOD_INSTANTS:
        assert validate_body(ClockBody, {"now": text}).now == forms.parse_instant(text)
    for text in (*table.WRONG_INSTANTS, *table.FAR_INSTANTS):
        with pytest.raises(Invalid) as caught:
            validate_body(ClockBody, {"now": text})
        code = "out_of_range" if text in table.FAR_INSTANTS else "wrong_form"
        assert [(pointer_of(f), f.code) for f in caught.value.faults] == [("/now", code)]


def test_months(api: WholeApi) -> None:
    """A report's month."""
    send = _report(period="")
    for text in table.WRONG_MONTHS[:-1]:
        assert send(api, text).faults == [("?period", "wrong_form")], text
    for text in table.FAR_MONTHS[1:]:
        assert send(api, text).faults == [("?period", "out_of_range")], text
    assert [send(api, text).status for text in table.GOOD_MONTHS[:2]] == [200, 200]
    assert send(api, table.GOOD_MONTHS[2]).faults == [("?period", "period_not_begun")]


@pytest.mark.parametrize(
    ("days", "status"),
    [
        ("from=2000-01-01&to=2002-01-01", 200),
        ("from=2026-08-01&to=2028-08-01", 200),
        ("from=2024-08-15&to=2026-08-15", 200),
        ("from=2024-08-15&to=2026-08-16", 422),
        ("from=2000-01-01&to=2100-12-31", 422),
    ],
)
def test_a_report_covers_two_years_at_most(api: WholeApi, days: str, status: int) -> None:
    """And the period before it never leaves the calendar."""
    answer = api.send("GET", f"/v1/reports/monthly?{days}", token=api.token(SUPERVISOR))
    assert answer.status == status
    assert answer.faults == ([("?to", "period_too_long")] if status == 422 else [])


DAY, TIME, INSTANT = forms.DAY_PATTERN, forms.TIME_PATTERN, forms.INSTANT_PATTERN
DOCUMENTED = {
    "AccountBody.date_of_birth": forms.BIRTHDAY_PATTERN,
    "AbsenceBody.since": DAY,
    "AbsenceBody.until": DAY,
    "CalendarView.valid_from": DAY,
    "DayOverride.day": DAY,
    "PolicyView.valid_from": DAY,
    "Hours.begin": TIME,
    "Hours.end": TIME,
    "DigestHours.evening": TIME,
    "DigestHours.morning": TIME,
    "SnoozeBody.until": INSTANT,
    "?from": DAY,
    "?to": DAY,
    "?as_of": DAY,
    "?period": forms.MONTH_PATTERN,
}


def _schema(place: str) -> dict[str, Any]:
    served = document()
    if place.startswith("?"):
        report = served["paths"]["/v1/reports/monthly"]["get"]["parameters"]
        return next(one["schema"] for one in report if one["name"] == place[1:])
    shape, _, member = place.partition(".")
    found: dict[str, Any] = served["components"]["schemas"][shape]["properties"][member]
    return found


@pytest.mark.parametrize("place", DOCUMENTED)
def test_the_document_says_what_is_taken(place: str) -> None:
    """The pattern is the parser's own."""
    schema = _schema(place)
    options = [schema, *schema.get("anyOf", [])]
    assert DOCUMENTED[place] in [option.get("pattern") for option in options]


BAD = {
    forms.DAY_PATTERN: (table.WRONG_DAYS[0], table.NO_SUCH_DAYS[0], *table.FAR_DAYS),
    forms.MONTH_PATTERN: (table.WRONG_MONTHS[0], *table.FAR_MONTHS),
}
WIDE = "from=2000-01-01&to=2100-12-31"
BOUNDED = {
    "/v1/admin/audit": "reads the days that have lines, which are kept for two years",
    "/v1/officer/cases/{code}/audit": "one query",
    "/v1/officer/search": "one query a place, as far as the page needs",
}
"""Lists whose work does not grow with the days that are asked for; all others refuse too many."""


def _asked() -> Iterator[tuple[str, dict[str, str]]]:
    """Each route with a day or a month in its query, and their patterns by name."""
    for path, operations in document()["paths"].items():
        found = {}
        for given in operations.get("get", {}).get("parameters", ()):
            schema = given.get("schema", {})
            for option in (schema, *schema.get("anyOf", ())):
                if given.get("in") == "query" and option.get("pattern") in BAD:
                    found[given["name"]] = option["pattern"]
        if found:
            yield path, found


def test_no_day_or_month_of_any_query_decides_how_much_is_done() -> None:
    """All of the document's: what no calendar has and what is centuries away is refused by name,
    and so is a period that is too long."""
    asked, wrong = list(_asked()), []
    with whole_api() as api:
        code = api.office.assigned().code
        for path, names in asked:
            here = path.replace("{code}", code)
            who = ADMINISTRATOR if "/admin/" in path else SUPERVISOR
            token = api.token(CITIZEN if "/team/" in path else who)
            for name, pattern in names.items():
                for text in BAD[pattern]:
                    answer = api.send("GET", f"{here}?{name}={quote(text)}", token=token)
                    if f"?{name}" not in [pointer for pointer, _ in answer.faults]:
                        wrong.append((path, name, text, answer.status))
            if {"from", "to"} <= names.keys():
                wide = api.send("GET", f"{here}?{WIDE}", token=token)
                if wide.status != (200 if path in BOUNDED else 422):
                    wrong.append((path, WIDE, "", wide.status))
    assert (wrong, len(asked) >= 9) == ([], True)
