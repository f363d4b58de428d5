"""Every action of the office has its line: the whole table of routes, each one taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.audit.domain.events import line_of
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.audit.domain.lines import AuditLine
from chalicelib.kernel.actors import Actor
from chalicelib.messages.application.notifications import always
from chalicelib.routes import ROUTES as SERVED
from chalicelib.rule_edits.application.recomputation import keep_up
from chalicelib.runtime.workers import contracts
from tests.support import account_acts, office_acts, passkey_acts
from tests.support.asking import AskedOffice
from tests.support.audited import AUDITED, PAST_THE_ROUTES, REFERENCE
from tests.support.cases import INTAKE, OFFICER, SUPERVISOR
from tests.support.roles import PEOPLE, ROUTES
from tests.support.rules import ADMINISTRATOR
from tests.support.whole_api import WholeApi, whole_api

ROOT = Path(__file__).parents[4]
OFFICES = [number for number, actor in enumerate(PEOPLE.values()) if actor and actor.agency]
KINDS = [
    (route, kind)
    for route, kinds in AUDITED.items()
    if not isinstance(kinds, str)
    for kind in sorted(kinds)
]


@pytest.fixture
def office() -> Iterator[AskedOffice]:
    with whole_api() as api:
        keep_up(api.office.recomputation_desk, "tick", always)
        yield AskedOffice(api)


def lines(api: WholeApi) -> list[AuditLine]:
    """Of everything that goes to the stream, and of the reads."""
    people, told = api.people, []
    for store in (people.officer_sessions, people.guards, people.credentials, people.invitations):
        told += store.events
    told += [*api.office.directory.events, *api.office.rulebook.events, *api.audit.reads.values()]
    told += [*api.answer_texts.events, *api.office.recomputations.events]
    told += [*api.office.blocks.events, *api.organisations.events]
    told += [*api.office.store.events, *api.imports.records.events]
    told += [*api.difficulties.events, *api.trainings.events, *api.attendances.events]
    told += api.commune_reports.events
    told += api.campaign.counts.targets.events
    for event in told:
        contracts.check(str(event["schema"]), event)
    return [line for line in map(line_of, told) if line]


def test_every_route_of_the_office_is_decided_on() -> None:
    """A new one gets its kind of line, or a reason why it leaves none."""
    routes = [route for routes in SERVED.values() for route in routes]
    offices = {r for r in routes if _is_of_the_office(r)}
    assert offices - AUDITED.keys() == set()
    assert AUDITED.keys() - set(routes) == set()
    changing = {r for r, row in AUDITED.items() if isinstance(row, str) and not r.startswith("GET")}
    asking = {"POST /v1/officer/cases/similar"}  # what somebody told is for no address
    asking.add("POST /v1/officer/me/contact")  # nothing changes before both codes are given
    asking.add("POST /v1/officer/cases/{code}/viewers")  # who looks, for a minute
    assert changing - asking == {"POST /v1/officer/uploads", "POST /v1/admin/uploads"}


def test_what_pages_do_past_the_routes_is_decided_on() -> None:
    """A page leaves its lines by the routes that it asks; what goes past them has a row."""
    asked = re.compile(r"services\(\)\.get\((\w+)\)")
    files = (ROOT / "chalicelib").glob("*/pages/*.py")
    nouns = {
        (file.relative_to(ROOT / "chalicelib").as_posix(), name)
        for file in files
        if "/runtime/" not in file.as_posix()
        for name in asked.findall(file.read_text(encoding="utf-8"))
        if name not in REFERENCE
    }
    assert nouns == PAST_THE_ROUTES.keys()


def _is_of_the_office(route: str) -> bool:
    """Served to officers and not to everybody."""
    row = ROUTES[route].replace(" ", "")
    return any(row[number] == "+" for number in OFFICES) and ("-" in row or "officer" in route)


@pytest.mark.parametrize(("route", "kind"), KINDS)
def test_what_is_done_by_a_route_has_its_line(
    office: AskedOffice, route: str, kind: AuditKind
) -> None:
    """Exactly one, which names who did it, unless nobody has signed in yet."""
    before = lines(office.api)
    who = TAKEN[route, kind](office)
    new = [line for line in lines(office.api) if line not in before]
    assert [line.kind for line in new] == [kind]
    if isinstance(who, Actor):
        assert new[0].actor == replace(who, province=False), "the agency says it"


TAKEN: Mapping[tuple[str, AuditKind], Callable[[AskedOffice], Actor | None]] = {
    ("POST /v1/officer/sessions", AuditKind.PASSWORD_WRONG): account_acts.fail,
    ("POST /v1/officer/sessions", AuditKind.SIGN_IN_LOCKED): account_acts.lock,
    ("POST /v1/officer/sessions/{id}/verify", AuditKind.SIGNED_IN): account_acts.signed_in,
    ("POST /v1/officer/sessions/{id}/verify", AuditKind.CODE_WRONG): account_acts.wrong,
    ("POST /v1/officer/sessions/{id}/passkey", AuditKind.SIGNED_IN): passkey_acts.sign_in,
    ("POST /v1/officer/sessions/{id}/passkey", AuditKind.CODE_WRONG): passkey_acts.sign_wrongly,
    ("POST /v1/officer/me/passkeys", AuditKind.PASSWORD_WRONG): passkey_acts.begin_wrongly,
    ("POST /v1/officer/me/passkeys/confirm", AuditKind.FACTOR_CHANGED): passkey_acts.add,
    ("POST /v1/officer/me/passkeys/confirm", AuditKind.CODE_WRONG): passkey_acts.add_wrongly,
    (
        "POST /v1/officer/me/passkeys/{id}/removal",
        AuditKind.FACTOR_CHANGED,
    ): passkey_acts.remove,
    (
        "POST /v1/officer/me/passkeys/{id}/removal",
        AuditKind.PASSWORD_WRONG,
    ): passkey_acts.remove_wrongly,
    ("POST /v1/officer/sessions/refresh", AuditKind.TOKEN_REUSED): account_acts.reuse,
    ("DELETE /v1/officer/sessions/current", AuditKind.SIGNED_OUT): account_acts.sign_out,
    ("POST /v1/officer/cases", AuditKind.CASE_CHANGED): office_acts.enter,
    ("POST /v1/admin/officers/{id}/invitation", AuditKind.OFFICER_INVITED): account_acts.invite,
    (
        "DELETE /v1/admin/officers/{id}/invitation",
        AuditKind.INVITATION_TAKEN_BACK,
    ): account_acts.take_back,
    ("POST /v1/officer/me/totp/confirm", AuditKind.FACTOR_CHANGED): account_acts.confirm_app,
    ("POST /v1/officer/me/totp", AuditKind.CODE_WRONG): account_acts.wrong_proof,
    ("POST /v1/officer/me/totp", AuditKind.PASSWORD_WRONG): account_acts.wrong_password_for_app,
    ("POST /v1/officer/me/totp/confirm", AuditKind.CODE_WRONG): account_acts.wrong_first_code,
    ("PUT /v1/officer/me/password", AuditKind.PASSWORD_SET): account_acts.change_password,
    (
        "POST /v1/officer/me/contact/{id}/verify",
        AuditKind.FACTOR_CHANGED,
    ): account_acts.change_contact,
    (
        "POST /v1/officer/me/contact/{id}/verify",
        AuditKind.CODE_WRONG,
    ): account_acts.wrong_contact_code,
    ("POST /v1/admin/officers/{id}/posts", AuditKind.OFFICER_CHANGED): account_acts.give_post,
    ("PUT /v1/admin/officers/{id}/last-day", AuditKind.OFFICER_CHANGED): account_acts.end_post,
    ("PUT /v1/officer/me/password", AuditKind.PASSWORD_WRONG): account_acts.wrong_own_password,
    ("POST /v1/admin/revocations", AuditKind.OFFICER_REVOKED): account_acts.revoke,
    ("POST /v1/officer/cases/{code}/block-reporter", AuditKind.ACCOUNT_BLOCKED): account_acts.block,
    ("POST /v1/admin/blocks/{id}/decision", AuditKind.BLOCK_DECIDED): account_acts.lift,
    (
        "GET /v1/admin/organisations/{id}/evidence/{number}",
        AuditKind.ORGANISATION_READ,
    ): account_acts.look_at_organisation,
    (
        "POST /v1/admin/organisations/{id}/decision",
        AuditKind.ORGANISATION_DECIDED,
    ): account_acts.confirm_organisation,
    ("POST /v1/admin/officers/{id}/factor-reset", AuditKind.FACTOR_CHANGED): account_acts.ask_reset,
    (
        "POST /v1/admin/officers/{id}/factor-reset/confirmation",
        AuditKind.FACTOR_CHANGED,
    ): account_acts.confirm_reset,
    ("DELETE /v1/officer/me/sessions", AuditKind.SIGNED_OUT): account_acts.sign_out_by(
        "/v1/officer/me/sessions"
    ),
    ("DELETE /v1/officer/me/sessions/{id}", AuditKind.SIGNED_OUT): account_acts.sign_out_by(
        "/v1/officer/me/sessions/{id}"
    ),
    ("POST /v1/admin/officers/{id}/restoration", AuditKind.OFFICER_RESTORED): account_acts.restore,
    ("POST /officer/invitation", AuditKind.PASSWORD_SET): account_acts.choose_password,
    ("POST /v1/officer/cases/{code}/transitions", AuditKind.CASE_CHANGED): office_acts.accept,
    ("PUT /v1/officer/answer-templates", AuditKind.ANSWER_TEXT_CHANGED): office_acts.write_text,
    ("POST /v1/officer/cases/{code}/answer-preview", AuditKind.CASE_READ): office_acts.try_text,
    (
        "POST /v1/officer/cases/{code}/reveal-reporter",
        AuditKind.REPORTER_REVEALED,
    ): office_acts.reveal,
    ("POST /v1/officer/answers", AuditKind.CASE_CHANGED): office_acts.answer_case,
    ("POST /v1/officer/approvals", AuditKind.CASE_CHANGED): office_acts.approve_case,
    ("POST /v1/officer/reinspections/{code}", AuditKind.CASE_CHANGED): office_acts.look_again,
    ("PUT /v1/officer/roster/{id}/absences", AuditKind.OFFICER_CHANGED): office_acts.absent,
    ("POST /v1/admin/imports", AuditKind.LIST_SENT): office_acts.send_list,
    ("GET /v1/admin/imports/{id}/errors", AuditKind.LIST_READ): office_acts.read_bad_rows,
    (
        "PUT /v1/admin/commune-reports/{id}",
        AuditKind.COMMUNE_REPORT_CHANGED,
    ): office_acts.write_report,
    (
        "POST /v1/admin/commune-reports/{id}/confirmation",
        AuditKind.COMMUNE_REPORT_CHANGED,
    ): office_acts.confirm_report,
    (
        "POST /v1/admin/commune-reports/{id}/return",
        AuditKind.COMMUNE_REPORT_CHANGED,
    ): office_acts.return_report,
    ("GET /v1/admin/commune-reports", AuditKind.REPORT_EXPORTED): office_acts.compile_reports,
    ("POST /v1/admin/trainings", AuditKind.TRAINING_CHANGED): office_acts.plan_training,
    ("PUT /v1/admin/trainings/{id}", AuditKind.TRAINING_CHANGED): office_acts.change_training,
    ("POST /v1/admin/trainings/{id}/attendance", AuditKind.ATTENDANCE_SAID): office_acts.write_down,
    ("POST /v1/admin/trainings/{id}/invitations", AuditKind.TRAINING_INVITED): (
        office_acts.invite_to_training
    ),
    ("POST /v1/officer/trainings/{id}/attendance", AuditKind.ATTENDANCE_SAID): office_acts.attend,
    ("GET /v1/admin/trainings/{id}/attendance", AuditKind.REPORT_EXPORTED): office_acts.certify,
    ("POST /v1/admin/difficulties", AuditKind.DIFFICULTY_CHANGED): office_acts.raise_difficulty,
    (
        "PUT /v1/admin/difficulties/{id}/owner",
        AuditKind.DIFFICULTY_CHANGED,
    ): office_acts.own_difficulty,
    (
        "PUT /v1/admin/difficulties/{id}/solution",
        AuditKind.DIFFICULTY_CHANGED,
    ): office_acts.solve_difficulty,
    ("GET /v1/admin/difficulties", AuditKind.REPORT_EXPORTED): office_acts.compile_difficulties,
    ("PUT /v1/admin/calendar", AuditKind.RULES_EDITED): office_acts.edit("calendar"),
    ("PUT /v1/admin/policies", AuditKind.RULES_EDITED): office_acts.edit("policies"),
    ("PUT /v1/admin/routing-rules", AuditKind.RULES_EDITED): office_acts.edit("routing-rules"),
    ("PUT /v1/admin/category-questions", AuditKind.RULES_EDITED): office_acts.edit(
        "category-questions"
    ),
    ("PUT /v1/admin/roll-out", AuditKind.RULES_EDITED): office_acts.edit("roll-out"),
    ("PUT /v1/admin/abuse-words", AuditKind.RULES_EDITED): office_acts.edit("abuse-words"),
    ("PUT /v1/admin/recomputation", AuditKind.RECOMPUTATION_TURNED): office_acts.stop,
    ("GET /v1/cases/{code}/attachments/{id}", AuditKind.ATTACHMENT_READ): office_acts.read(
        INTAKE, "/v1/cases/{code}/attachments/{id}"
    ),
    ("GET /v1/officer/cases/{code}", AuditKind.CASE_READ): office_acts.read(
        INTAKE, "/v1/officer/cases/{code}"
    ),
    ("GET /v1/officer/cases/{code}/similar", AuditKind.CASE_READ): office_acts.read(
        INTAKE, "/v1/officer/cases/{code}/similar"
    ),
    ("GET /v1/officer/cases/{code}/audit", AuditKind.AUDIT_READ): office_acts.read(
        SUPERVISOR, "/v1/officer/cases/{code}/audit"
    ),
    ("POST /v1/officer/search", AuditKind.PHONE_LOOKED_UP): office_acts.look_up,
    ("PUT /v1/admin/targets", AuditKind.TARGETS_SET): office_acts.set_targets,
    ("GET /v1/officer/search", AuditKind.CASES_SEARCHED): office_acts.read(
        OFFICER, "/v1/officer/search?state=assigned"
    ),
    ("GET /v1/admin/audit", AuditKind.AUDIT_READ): office_acts.read(
        ADMINISTRATOR, "/v1/admin/audit"
    ),
    ("GET /v1/officer/inbox/sheet", AuditKind.REPORT_EXPORTED): office_acts.read(
        OFFICER, "/v1/officer/inbox/sheet"
    ),
    ("GET /v1/reports/monthly", AuditKind.REPORT_EXPORTED): office_acts.read(
        SUPERVISOR, "/v1/reports/monthly?period=2026-08&format=xlsx"
    ),
    **{
        (f"GET /v1/reports/{report}", AuditKind.REPORT_EXPORTED): office_acts.read(
            SUPERVISOR, f"/v1/reports/{report}?format=xlsx"
        )
        for report in ("reach", "activity", "officials")
    },
}
