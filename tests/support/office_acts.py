"""What the office does, each by its route: the acts of which the audit has lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.imports.domain.kinds import ListKind
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.ids import new_seed
from chalicelib.messages.application.notifications import always
from chalicelib.rule_edits.application.recomputation import keep_up
from chalicelib.rules.domain.reinspections import ReinspectionPolicy
from tests.support.asking import BODIES, PHOTO, AskedOffice
from tests.support.cases import INTAKE, LEADER, OFFICER, SUPERVISOR, change_policy
from tests.support.commune_reports import COMMUNE_LEADER, OVER
from tests.support.difficulties import DIFFICULTY
from tests.support.good_bodies import LONG_TEXT, TARGETS
from tests.support.good_bodies import TRAINING as PLANNED
from tests.support.list_files import list_csv
from tests.support.rules import ADMINISTRATOR
from tests.support.trainings import TRAINING


def edit(name: str) -> Callable[[AskedOffice], Actor]:
    def taken(office: AskedOffice) -> Actor:
        body = ask(office, ADMINISTRATOR, "GET", f"/v1/admin/{name}").body
        changed = {**body, "source": "Quyết định số 12"}
        ask(office, ADMINISTRATOR, "PUT", f"/v1/admin/{name}", changed, If_Match='"1"')
        return ADMINISTRATOR

    return taken


def read(who: Actor, path: str) -> Callable[[AskedOffice], Actor]:
    def taken(office: AskedOffice) -> Actor:
        ask(office, who, "GET", path.format(code=office.case, id=PHOTO))
        return who

    return taken


def ask(
    office: AskedOffice, who: Actor, method: str, path: str, body: Any = None, **headers: str
) -> Any:
    answer = office.api.send(method, path, body, office.api.token(who), **headers)
    assert answer.status < 400, answer.body
    return answer


def accept(office: AskedOffice) -> Actor:
    code = office.api.office.submit().code
    path = f"/v1/officer/cases/{code}/transitions"
    office.api.office.store.events.clear()
    ask(office, INTAKE, "POST", path, {"action": "accept"}, If_Match='"1"')
    return INTAKE


def enter(office: AskedOffice) -> Actor:
    office.api.office.store.events.clear()
    body = BODIES["POST /v1/officer/cases"]
    ask(office, INTAKE, "POST", "/v1/officer/cases", body, Idempotency_Key=new_seed())
    return INTAKE


def set_targets(office: AskedOffice) -> Actor:
    ask(office, ADMINISTRATOR, "PUT", "/v1/admin/targets", TARGETS, If_Match='"0"')
    return ADMINISTRATOR


def write_text(office: AskedOffice) -> Actor:
    body = {"id": "da-va", "category": "roads", "title": "Đã vá", "text": LONG_TEXT}
    ask(office, LEADER, "PUT", "/v1/officer/answer-templates", body)
    return LEADER


def write_report(office: AskedOffice) -> Actor:
    body = {"texts": {"results": LONG_TEXT, "next_month": LONG_TEXT}}
    ask(office, COMMUNE_LEADER, "PUT", f"/v1/admin/commune-reports/{OVER}", body)
    return COMMUNE_LEADER


def confirm_report(office: AskedOffice) -> Actor:
    write_report(office)
    office.api.commune_reports.events.clear()
    path = f"/v1/admin/commune-reports/{OVER}/confirmation"
    ask(office, COMMUNE_LEADER, "POST", path, If_Match='"1"')
    return COMMUNE_LEADER


def return_report(office: AskedOffice) -> Actor:
    confirm_report(office)
    office.api.commune_reports.events.clear()
    path, body = f"/v1/admin/commune-reports/{OVER}/return", {"reason": LONG_TEXT}
    ask(office, SUPERVISOR, "POST", path, body, If_Match='"2"')
    return SUPERVISOR


def compile_reports(office: AskedOffice) -> Actor:
    ask(office, SUPERVISOR, "GET", "/v1/admin/commune-reports?format=xlsx")
    return SUPERVISOR


def plan_training(office: AskedOffice) -> Actor:
    ask(office, LEADER, "POST", "/v1/admin/trainings", PLANNED)
    return LEADER


def change_training(office: AskedOffice) -> Actor:
    body = {**PLANNED, "cancelled": True}
    ask(office, LEADER, "PUT", f"/v1/admin/trainings/{TRAINING}", body, If_Match='"1"')
    return LEADER


def write_down(office: AskedOffice) -> Actor:
    path = f"/v1/admin/trainings/{TRAINING}/attendance"
    ask(office, LEADER, "POST", path, {"officers": [OFFICER.id]})
    return LEADER


def attend(office: AskedOffice) -> Actor:
    code = ask(office, LEADER, "GET", f"/v1/admin/trainings/{TRAINING}/code").body["code"]
    path = f"/v1/officer/trainings/{TRAINING}/attendance"
    ask(office, OFFICER, "POST", path, {"code": code})
    return OFFICER


def invite_to_training(office: AskedOffice) -> Actor:
    ask(office, LEADER, "POST", f"/v1/admin/trainings/{TRAINING}/invitations", {})
    return LEADER


def certify(office: AskedOffice) -> Actor:
    path = f"/v1/admin/trainings/{TRAINING}/attendance?format=xlsx"
    ask(office, LEADER, "GET", path)
    return LEADER


def raise_difficulty(office: AskedOffice) -> Actor:
    body = {"topic": "network", "text": LONG_TEXT}
    ask(office, OFFICER, "POST", "/v1/admin/difficulties", body)
    return OFFICER


def own_difficulty(office: AskedOffice) -> Actor:
    body = {"owner": "so-y-te", "due": "2026-08-20"}
    path = f"/v1/admin/difficulties/{DIFFICULTY}/owner"
    ask(office, SUPERVISOR, "PUT", path, body, If_Match='"1"')
    return SUPERVISOR


def solve_difficulty(office: AskedOffice) -> Actor:
    path = f"/v1/admin/difficulties/{DIFFICULTY}/solution"
    ask(office, LEADER, "PUT", path, {"solution": LONG_TEXT}, If_Match='"1"')
    return LEADER


def compile_difficulties(office: AskedOffice) -> Actor:
    ask(office, SUPERVISOR, "GET", "/v1/admin/difficulties?format=xlsx")
    return SUPERVISOR


def try_text(office: AskedOffice) -> Actor:
    path = f"/v1/officer/cases/{office.case}/answer-preview"
    ask(office, OFFICER, "POST", path, {"text": LONG_TEXT})
    return OFFICER


def reveal(office: AskedOffice) -> Actor:
    path = f"/v1/officer/cases/{office.case}/reveal-reporter"
    ask(office, INTAKE, "POST", path, {"reason": "Gọi lại."})
    return INTAKE


def look_up(office: AskedOffice) -> Actor:
    ask(office, INTAKE, "POST", "/v1/officer/search", {"phone": "0912345678"})
    return INTAKE


def answer_case(office: AskedOffice) -> Actor:
    version = office.api.office.store.cases[office.case].version
    picked = [{"code": office.case, "version": version}]
    body = {"text": LONG_TEXT, "cases": picked}
    told = ask(office, OFFICER, "POST", "/v1/officer/answers", body).body["results"]
    assert [one["status"] for one in told] == ["done"]
    return OFFICER


def approve_case(office: AskedOffice) -> Actor:
    answer_case(office)
    office.api.office.store.events.clear()
    version = office.api.office.store.cases[office.case].version
    body = {"cases": [{"code": office.case, "version": version}]}
    told = ask(office, LEADER, "POST", "/v1/officer/approvals", body).body["results"]
    assert [one["status"] for one in told] == ["done"]
    return LEADER


def look_again(office: AskedOffice) -> Actor:
    change_policy(office.api.office, reinspections=ReinspectionPolicy(percent=100))
    case = office.api.office.answered()
    office.api.office.store.events.clear()
    path, version = f"/v1/officer/reinspections/{case.code}", f'"{case.version}"'
    body = {"holds": True, "note": "Đã vá."}
    ask(office, SUPERVISOR, "POST", path, body, If_Match=version)
    return SUPERVISOR


def send_list(office: AskedOffice) -> Actor:
    imports = office.api.imports
    rows = [["Xã Không Có", "Tổ 1", "", "010190000001", ""]]
    upload = imports.files.send(list_csv(ListKind.ELIGIBLE_CITIZENS, *rows), ADMINISTRATOR.id)
    body = {"kind": "eligible_citizens", "upload_id": upload, "mode": "check"}
    ask(office, ADMINISTRATOR, "POST", "/v1/admin/imports", body)
    return ADMINISTRATOR


def read_bad_rows(office: AskedOffice) -> Actor:
    ask(office, LEADER, "GET", f"/v1/admin/imports/{office.imported}/errors")
    return LEADER


def absent(office: AskedOffice) -> Actor:
    week = {"since": "2026-08-03", "until": "2026-08-10"}
    path = "/v1/officer/roster/o1/absences"
    ask(office, LEADER, "PUT", path, {"absences": [week]}, If_Match='"1"')
    return LEADER


def stop(office: AskedOffice) -> Actor:
    office.api.office.day_off("2026-08-05")
    keep_up(office.api.office.recomputation_desk, "tick", always)
    body = {"state": "stopped"}
    ask(office, ADMINISTRATOR, "PUT", "/v1/admin/recomputation", body)
    ask(office, ADMINISTRATOR, "PUT", "/v1/admin/recomputation", body)
    return ADMINISTRATOR
