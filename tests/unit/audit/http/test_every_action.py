"""Every action of the office has its line: the whole table of routes, each one taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.audit.domain.events import line_of
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.audit.domain.lines import AuditLine
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.ids import new_seed
from chalicelib.messages.application.notifications import always
from chalicelib.routes import ROUTES as SERVED
from chalicelib.rule_edits.application.recomputation import keep_up
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from chalicelib.runtime.workers import contracts
from chalicelib.staff.domain.factors import code_at, step_of
from tests.support.actors import central
from tests.support.asking import BLOCKED, BODIES, PHOTO, AskedOffice
from tests.support.audited import AUDITED
from tests.support.cases import INTAKE, LEADER, OFFICER, SUPERVISOR, change_policy
from tests.support.commune_reports import COMMUNE_LEADER, OVER
from tests.support.difficulties import DIFFICULTY
from tests.support.hostile import LONG_TEXT, TARGETS
from tests.support.hostile import TRAINING as PLANNED
from tests.support.list_files import list_csv
from tests.support.people import OFFICER as SIGNING_IN
from tests.support.people import PASSWORD, set_password
from tests.support.roles import PEOPLE, ROUTES
from tests.support.rules import ADMINISTRATOR
from tests.support.trainings import TRAINING
from tests.support.whole_api import WholeApi, whole_api

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
    told += api.office.blocks.events
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
    assert changing == {"POST /v1/officer/uploads", "POST /v1/admin/uploads"}


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


def _edit(name: str) -> Callable[[AskedOffice], Actor]:
    def taken(office: AskedOffice) -> Actor:
        body = _ask(office, ADMINISTRATOR, "GET", f"/v1/admin/{name}").body
        changed = {**body, "source": "Quyết định số 12"}
        _ask(office, ADMINISTRATOR, "PUT", f"/v1/admin/{name}", changed, If_Match='"1"')
        return ADMINISTRATOR

    return taken


def _read(who: Actor, path: str) -> Callable[[AskedOffice], Actor]:
    def taken(office: AskedOffice) -> Actor:
        _ask(office, who, "GET", path.format(code=office.case, id=PHOTO))
        return who

    return taken


def _ask(
    office: AskedOffice, who: Actor, method: str, path: str, body: Any = None, **headers: str
) -> Any:
    answer = office.api.send(method, path, body, office.api.token(who), **headers)
    assert answer.status < 400, answer.body
    return answer


def _accept(office: AskedOffice) -> Actor:
    code = office.api.office.submit().code
    path = f"/v1/officer/cases/{code}/transitions"
    office.api.office.store.events.clear()
    _ask(office, INTAKE, "POST", path, {"action": "accept"}, If_Match='"1"')
    return INTAKE


def _enter(office: AskedOffice) -> Actor:
    office.api.office.store.events.clear()
    body = BODIES["POST /v1/officer/cases"]
    _ask(office, INTAKE, "POST", "/v1/officer/cases", body, Idempotency_Key=new_seed())
    return INTAKE


def _set_targets(office: AskedOffice) -> Actor:
    _ask(office, ADMINISTRATOR, "PUT", "/v1/admin/targets", TARGETS, If_Match='"0"')
    return ADMINISTRATOR


def _write_text(office: AskedOffice) -> Actor:
    body = {"id": "da-va", "category": "roads", "title": "Đã vá", "text": LONG_TEXT}
    _ask(office, LEADER, "PUT", "/v1/officer/answer-templates", body)
    return LEADER


def _write_report(office: AskedOffice) -> Actor:
    body = {"texts": {"results": LONG_TEXT, "next_month": LONG_TEXT}}
    _ask(office, COMMUNE_LEADER, "PUT", f"/v1/admin/commune-reports/{OVER}", body)
    return COMMUNE_LEADER


def _confirm_report(office: AskedOffice) -> Actor:
    _write_report(office)
    office.api.commune_reports.events.clear()
    path = f"/v1/admin/commune-reports/{OVER}/confirmation"
    _ask(office, COMMUNE_LEADER, "POST", path, If_Match='"1"')
    return COMMUNE_LEADER


def _compile_reports(office: AskedOffice) -> Actor:
    _ask(office, SUPERVISOR, "GET", "/v1/admin/commune-reports?format=xlsx")
    return SUPERVISOR


def _plan_training(office: AskedOffice) -> Actor:
    _ask(office, LEADER, "POST", "/v1/admin/trainings", PLANNED)
    return LEADER


def _change_training(office: AskedOffice) -> Actor:
    body = {**PLANNED, "cancelled": True}
    _ask(office, LEADER, "PUT", f"/v1/admin/trainings/{TRAINING}", body, If_Match='"1"')
    return LEADER


def _write_down(office: AskedOffice) -> Actor:
    path = f"/v1/admin/trainings/{TRAINING}/attendance"
    _ask(office, LEADER, "POST", path, {"officers": [OFFICER.id]})
    return LEADER


def _attend(office: AskedOffice) -> Actor:
    code = _ask(office, LEADER, "GET", f"/v1/admin/trainings/{TRAINING}/code").body["code"]
    path = f"/v1/officer/trainings/{TRAINING}/attendance"
    _ask(office, OFFICER, "POST", path, {"code": code})
    return OFFICER


def _invite_to_training(office: AskedOffice) -> Actor:
    _ask(office, LEADER, "POST", f"/v1/admin/trainings/{TRAINING}/invitations", {})
    return LEADER


def _certify(office: AskedOffice) -> Actor:
    path = f"/v1/admin/trainings/{TRAINING}/attendance?format=xlsx"
    _ask(office, LEADER, "GET", path)
    return LEADER


def _raise_difficulty(office: AskedOffice) -> Actor:
    body = {"topic": "network", "text": LONG_TEXT}
    _ask(office, OFFICER, "POST", "/v1/admin/difficulties", body)
    return OFFICER


def _own_difficulty(office: AskedOffice) -> Actor:
    body = {"owner": "so-y-te", "due": "2026-08-20"}
    path = f"/v1/admin/difficulties/{DIFFICULTY}/owner"
    _ask(office, SUPERVISOR, "PUT", path, body, If_Match='"1"')
    return SUPERVISOR


def _solve_difficulty(office: AskedOffice) -> Actor:
    path = f"/v1/admin/difficulties/{DIFFICULTY}/solution"
    _ask(office, LEADER, "PUT", path, {"solution": LONG_TEXT}, If_Match='"1"')
    return LEADER


def _compile_difficulties(office: AskedOffice) -> Actor:
    _ask(office, SUPERVISOR, "GET", "/v1/admin/difficulties?format=xlsx")
    return SUPERVISOR


def _try_text(office: AskedOffice) -> Actor:
    path = f"/v1/officer/cases/{office.case}/answer-preview"
    _ask(office, OFFICER, "POST", path, {"text": LONG_TEXT})
    return OFFICER


def _reveal(office: AskedOffice) -> Actor:
    path = f"/v1/officer/cases/{office.case}/reveal-reporter"
    _ask(office, INTAKE, "POST", path, {"reason": "Gọi lại."})
    return INTAKE


def _look_up(office: AskedOffice) -> Actor:
    _ask(office, INTAKE, "POST", "/v1/officer/search", {"phone": "0912345678"})
    return INTAKE


def _answer_case(office: AskedOffice) -> Actor:
    version = office.api.office.store.cases[office.case].version
    picked = [{"code": office.case, "version": version}]
    body = {"text": LONG_TEXT, "cases": picked}
    told = _ask(office, OFFICER, "POST", "/v1/officer/answers", body).body["results"]
    assert [one["status"] for one in told] == ["done"]
    return OFFICER


def _approve_case(office: AskedOffice) -> Actor:
    _answer_case(office)
    office.api.office.store.events.clear()
    version = office.api.office.store.cases[office.case].version
    body = {"cases": [{"code": office.case, "version": version}]}
    told = _ask(office, LEADER, "POST", "/v1/officer/approvals", body).body["results"]
    assert [one["status"] for one in told] == ["done"]
    return LEADER


def _look_again(office: AskedOffice) -> Actor:
    change_policy(office.api.office, reinspections=ReinspectionPolicy(percent=100))
    case = office.api.office.answered()
    office.api.office.store.events.clear()
    path, version = f"/v1/officer/reinspections/{case.code}", f'"{case.version}"'
    body = {"holds": True, "note": "Đã vá."}
    _ask(office, SUPERVISOR, "POST", path, body, If_Match=version)
    return SUPERVISOR


def _send_list(office: AskedOffice) -> Actor:
    imports = office.api.imports
    rows = [["Xã Không Có", "Tổ 1", "", "010190000001", ""]]
    upload = imports.files.send(list_csv(ListKind.ELIGIBLE_CITIZENS, *rows), ADMINISTRATOR.id)
    body = {"kind": "eligible_citizens", "upload_id": upload, "mode": "check"}
    _ask(office, ADMINISTRATOR, "POST", "/v1/admin/imports", body)
    return ADMINISTRATOR


def _read_bad_rows(office: AskedOffice) -> Actor:
    _ask(office, LEADER, "GET", f"/v1/admin/imports/{office.imported}/errors")
    return LEADER


def _absent(office: AskedOffice) -> Actor:
    week = {"since": "2026-08-03", "until": "2026-08-10"}
    path = "/v1/officer/roster/o1/absences"
    _ask(office, LEADER, "PUT", path, {"absences": [week]}, If_Match='"1"')
    return LEADER


def _stop(office: AskedOffice) -> Actor:
    office.api.office.day_off("2026-08-05")
    keep_up(office.api.office.recomputation_desk, "tick", always)
    body = {"state": "stopped"}
    _ask(office, ADMINISTRATOR, "PUT", "/v1/admin/recomputation", body)
    _ask(office, ADMINISTRATOR, "PUT", "/v1/admin/recomputation", body)
    return ADMINISTRATOR


def _fail(office: AskedOffice) -> None:
    body = {"username": SIGNING_IN.username, "password": "x" * 12}
    office.api.send("POST", "/v1/officer/sessions", body)


def _lock(office: AskedOffice) -> None:
    for _ in range(4):
        _fail(office)
    office.api.people.guards.events.clear()
    for _ in range(2):
        _fail(office)


def _answer(office: AskedOffice, otp: str) -> Any:
    path = f"/v1/officer/sessions/{office.officer_session}/verify"
    return office.api.send("POST", path, {"otp": otp})


def _wrong(office: AskedOffice) -> Actor:
    assert _answer(office, "000000").code == "wrong_code"
    return Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)


def _sign_in(office: AskedOffice) -> Any:
    return _answer(office, office.api.people.code_of(f"F#{office.officer_session}")).body


def _signed_in(office: AskedOffice) -> Actor:
    _sign_in(office)
    return Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)


def _sign_out(office: AskedOffice) -> Actor:
    token = _sign_in(office)["access_token"]
    office.api.people.officer_sessions.events.clear()
    path = "/v1/officer/sessions/current"
    assert office.api.send("DELETE", path, token=token).status == 204
    return Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)


def _sign_out_by(path: str) -> Any:
    def act(office: AskedOffice) -> Actor:
        opened = _sign_in(office)
        office.api.people.officer_sessions.events.clear()
        id = opened["refresh_token"].partition(".")[0]
        token = opened["access_token"]
        assert office.api.send("DELETE", path.format(id=id), token=token).status == 204
        return Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)

    return act


def _reuse(office: AskedOffice) -> Actor:
    body = {"refresh_token": _sign_in(office)["refresh_token"]}
    office.api.people.officer_sessions.events.clear()
    answers = [office.api.send("POST", "/v1/officer/sessions/refresh", body) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 401]
    return Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)


LEAVING = "l3"
_INVITATION = f"/v1/admin/officers/{SIGNING_IN.id}/invitation"


def _invite(office: AskedOffice) -> Actor:
    _ask(office, ADMINISTRATOR, "POST", _INVITATION)
    return ADMINISTRATOR


def _take_back(office: AskedOffice) -> Actor:
    _invite(office)
    office.api.people.invitations.events.clear()
    _ask(office, ADMINISTRATOR, "DELETE", _INVITATION)
    return ADMINISTRATOR


def _set_password(office: AskedOffice) -> Actor:
    _invite(office)
    office.api.people.invitations.events.clear()
    invitation = office.api.people.invitations.find(SIGNING_IN.id)
    assert invitation
    own = "mùa lúa chín trên nương"
    form = urlencode({"token": invitation.token, "password": own, "again": own}).encode()
    media = {"Content_Type": "application/x-www-form-urlencoded"}
    assert office.api.send("POST", "/officer/invitation", form, **media).status == 200
    return Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)


def _confirm_app(office: AskedOffice) -> Actor:
    who = Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)
    _ask(office, who, "POST", "/v1/officer/me/totp", {})
    credentials = office.api.people.credentials.find(SIGNING_IN.id)
    assert credentials
    assert credentials.beginning
    otp = code_at(credentials.beginning, step_of(office.api.clock.now()))
    _ask(office, who, "POST", "/v1/officer/me/totp/confirm", {"otp": otp})
    return who


def _wrong_first_code(office: AskedOffice) -> Actor:
    who = Actor(SIGNING_IN.role, SIGNING_IN.id, SIGNING_IN.agency)
    _ask(office, who, "POST", "/v1/officer/me/totp", {})
    _refuse(office, who, "POST", "/v1/officer/me/totp/confirm", {"otp": "000000"})
    return who


def _wrong_proof(office: AskedOffice) -> Actor:
    who = _confirm_app(office)
    office.api.people.credentials.events.clear()
    _refuse(office, who, "POST", "/v1/officer/me/totp", {"otp": "000000"})
    return who


_RESET = f"/v1/admin/officers/{SIGNING_IN.id}/factor-reset"


def _ask_reset(office: AskedOffice) -> Actor:
    _confirm_app(office)
    office.api.people.credentials.events.clear()
    _ask(office, ADMINISTRATOR, "POST", _RESET, {"reason": "Mất điện thoại."})
    return ADMINISTRATOR


def _confirm_reset(office: AskedOffice) -> Actor:
    _ask_reset(office)
    office.api.people.credentials.events.clear()
    second = central(Role.ADMINISTRATOR, "a2")
    _ask(office, second, "POST", f"{_RESET}/confirmation")
    return second


def _wrong_own_password(office: AskedOffice) -> Actor:
    set_password(office.api.people.officer_desk, OFFICER.id, PASSWORD)
    office.api.people.credentials.events.clear()
    body = {"present": "x" * 12, "wanted": "mùa lúa chín trên nương"}
    _refuse(office, OFFICER, "PUT", "/v1/officer/me/password", body)
    return OFFICER


def _refuse(office: AskedOffice, who: Actor, method: str, path: str, body: Any) -> None:
    assert office.api.send(method, path, body, office.api.token(who)).status == 422


def _revoke(office: AskedOffice) -> Actor:
    office.api.office.store.events.clear()
    body = {"officers": [LEAVING], "reason": "Nghỉ hưu."}
    told = _ask(office, ADMINISTRATOR, "POST", "/v1/admin/revocations", body).body["results"]
    assert [one["outcome"] for one in told] == ["revoked"]
    return ADMINISTRATOR


def _block(office: AskedOffice) -> Actor:
    path = f"/v1/officer/cases/{office.case}/block-reporter"
    _ask(office, INTAKE, "POST", path, {"reason": "Xúc phạm.", "until": "2026-08-10"})
    return INTAKE


def _lift(office: AskedOffice) -> Actor:
    body = {"lift": True, "reason": "Đã xác minh."}
    _ask(office, ADMINISTRATOR, "POST", f"/v1/admin/blocks/{BLOCKED}/decision", body)
    return ADMINISTRATOR


def _restore(office: AskedOffice) -> Actor:
    _revoke(office)
    office.api.office.directory.events.clear()
    path = f"/v1/admin/officers/{LEAVING}/restoration"
    _ask(office, ADMINISTRATOR, "POST", path, {"reason": "Trở lại."})
    return ADMINISTRATOR


def _change_password(office: AskedOffice) -> Actor:
    set_password(office.api.people.officer_desk, OFFICER.id, PASSWORD)
    office.api.people.credentials.events.clear()
    body = {"present": PASSWORD, "wanted": "mùa lúa chín trên nương"}
    _ask(office, OFFICER, "PUT", "/v1/officer/me/password", body)
    return OFFICER


TAKEN: Mapping[tuple[str, AuditKind], Callable[[AskedOffice], Actor | None]] = {
    ("POST /v1/officer/sessions", AuditKind.PASSWORD_WRONG): _fail,
    ("POST /v1/officer/sessions", AuditKind.SIGN_IN_LOCKED): _lock,
    ("POST /v1/officer/sessions/{id}/verify", AuditKind.SIGNED_IN): _signed_in,
    ("POST /v1/officer/sessions/{id}/verify", AuditKind.CODE_WRONG): _wrong,
    ("POST /v1/officer/sessions/refresh", AuditKind.TOKEN_REUSED): _reuse,
    ("DELETE /v1/officer/sessions/current", AuditKind.SIGNED_OUT): _sign_out,
    ("POST /v1/officer/cases", AuditKind.CASE_CHANGED): _enter,
    ("POST /v1/admin/officers/{id}/invitation", AuditKind.OFFICER_INVITED): _invite,
    ("DELETE /v1/admin/officers/{id}/invitation", AuditKind.INVITATION_TAKEN_BACK): _take_back,
    ("POST /v1/officer/me/totp/confirm", AuditKind.FACTOR_CHANGED): _confirm_app,
    ("POST /v1/officer/me/totp", AuditKind.CODE_WRONG): _wrong_proof,
    ("POST /v1/officer/me/totp/confirm", AuditKind.CODE_WRONG): _wrong_first_code,
    ("PUT /v1/officer/me/password", AuditKind.PASSWORD_SET): _change_password,
    ("PUT /v1/officer/me/password", AuditKind.PASSWORD_WRONG): _wrong_own_password,
    ("POST /v1/admin/revocations", AuditKind.OFFICER_REVOKED): _revoke,
    ("POST /v1/officer/cases/{code}/block-reporter", AuditKind.ACCOUNT_BLOCKED): _block,
    ("POST /v1/admin/blocks/{id}/decision", AuditKind.BLOCK_DECIDED): _lift,
    ("POST /v1/admin/officers/{id}/factor-reset", AuditKind.FACTOR_CHANGED): _ask_reset,
    (
        "POST /v1/admin/officers/{id}/factor-reset/confirmation",
        AuditKind.FACTOR_CHANGED,
    ): _confirm_reset,
    ("DELETE /v1/officer/me/sessions", AuditKind.SIGNED_OUT): _sign_out_by(
        "/v1/officer/me/sessions"
    ),
    ("DELETE /v1/officer/me/sessions/{id}", AuditKind.SIGNED_OUT): _sign_out_by(
        "/v1/officer/me/sessions/{id}"
    ),
    ("POST /v1/admin/officers/{id}/restoration", AuditKind.OFFICER_RESTORED): _restore,
    ("POST /officer/invitation", AuditKind.PASSWORD_SET): _set_password,
    ("POST /v1/officer/cases/{code}/transitions", AuditKind.CASE_CHANGED): _accept,
    ("PUT /v1/officer/answer-templates", AuditKind.ANSWER_TEXT_CHANGED): _write_text,
    ("POST /v1/officer/cases/{code}/answer-preview", AuditKind.CASE_READ): _try_text,
    ("POST /v1/officer/cases/{code}/reveal-reporter", AuditKind.REPORTER_REVEALED): _reveal,
    ("POST /v1/officer/answers", AuditKind.CASE_CHANGED): _answer_case,
    ("POST /v1/officer/approvals", AuditKind.CASE_CHANGED): _approve_case,
    ("POST /v1/officer/reinspections/{code}", AuditKind.CASE_CHANGED): _look_again,
    ("PUT /v1/officer/roster/{id}/absences", AuditKind.OFFICER_CHANGED): _absent,
    ("POST /v1/admin/imports", AuditKind.LIST_SENT): _send_list,
    ("GET /v1/admin/imports/{id}/errors", AuditKind.LIST_READ): _read_bad_rows,
    ("PUT /v1/admin/commune-reports/{id}", AuditKind.COMMUNE_REPORT_CHANGED): _write_report,
    (
        "POST /v1/admin/commune-reports/{id}/confirmation",
        AuditKind.COMMUNE_REPORT_CHANGED,
    ): _confirm_report,
    ("GET /v1/admin/commune-reports", AuditKind.REPORT_EXPORTED): _compile_reports,
    ("POST /v1/admin/trainings", AuditKind.TRAINING_CHANGED): _plan_training,
    ("PUT /v1/admin/trainings/{id}", AuditKind.TRAINING_CHANGED): _change_training,
    ("POST /v1/admin/trainings/{id}/attendance", AuditKind.ATTENDANCE_SAID): _write_down,
    ("POST /v1/admin/trainings/{id}/invitations", AuditKind.TRAINING_INVITED): (
        _invite_to_training
    ),
    ("POST /v1/officer/trainings/{id}/attendance", AuditKind.ATTENDANCE_SAID): _attend,
    ("GET /v1/admin/trainings/{id}/attendance", AuditKind.REPORT_EXPORTED): _certify,
    ("POST /v1/admin/difficulties", AuditKind.DIFFICULTY_CHANGED): _raise_difficulty,
    ("PUT /v1/admin/difficulties/{id}/owner", AuditKind.DIFFICULTY_CHANGED): _own_difficulty,
    ("PUT /v1/admin/difficulties/{id}/solution", AuditKind.DIFFICULTY_CHANGED): _solve_difficulty,
    ("GET /v1/admin/difficulties", AuditKind.REPORT_EXPORTED): _compile_difficulties,
    ("PUT /v1/admin/calendar", AuditKind.RULES_EDITED): _edit("calendar"),
    ("PUT /v1/admin/policies", AuditKind.RULES_EDITED): _edit("policies"),
    ("PUT /v1/admin/routing-rules", AuditKind.RULES_EDITED): _edit("routing-rules"),
    ("PUT /v1/admin/category-questions", AuditKind.RULES_EDITED): _edit("category-questions"),
    ("PUT /v1/admin/recomputation", AuditKind.RECOMPUTATION_TURNED): _stop,
    ("GET /v1/cases/{code}/attachments/{id}", AuditKind.ATTACHMENT_READ): _read(
        INTAKE, "/v1/cases/{code}/attachments/{id}"
    ),
    ("GET /v1/officer/cases/{code}", AuditKind.CASE_READ): _read(
        INTAKE, "/v1/officer/cases/{code}"
    ),
    ("GET /v1/officer/cases/{code}/similar", AuditKind.CASE_READ): _read(
        INTAKE, "/v1/officer/cases/{code}/similar"
    ),
    ("GET /v1/officer/cases/{code}/audit", AuditKind.AUDIT_READ): _read(
        SUPERVISOR, "/v1/officer/cases/{code}/audit"
    ),
    ("POST /v1/officer/search", AuditKind.PHONE_LOOKED_UP): _look_up,
    ("PUT /v1/admin/targets", AuditKind.TARGETS_SET): _set_targets,
    ("GET /v1/officer/search", AuditKind.CASES_SEARCHED): _read(
        OFFICER, "/v1/officer/search?state=assigned"
    ),
    ("GET /v1/admin/audit", AuditKind.AUDIT_READ): _read(ADMINISTRATOR, "/v1/admin/audit"),
    ("GET /v1/reports/monthly", AuditKind.REPORT_EXPORTED): _read(
        SUPERVISOR, "/v1/reports/monthly?period=2026-08&format=xlsx"
    ),
    **{
        (f"GET /v1/reports/{report}", AuditKind.REPORT_EXPORTED): _read(
            SUPERVISOR, f"/v1/reports/{report}?format=xlsx"
        )
        for report in ("reach", "activity", "officials")
    },
}
