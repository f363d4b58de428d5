"""Many accounts revoked by one file, which a worker works off; and who leaves by `replace`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.cases.domain import commands
from chalicelib.imports.application.working import work_off
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode, ImportState, ListImport
from chalicelib.kernel.actors import Actor, Role
from tests.support.actors import CENTRAL_AGENCY
from tests.support.api import Answer
from tests.support.cases import INTAKE, LEADER
from tests.support.directory import make_officer
from tests.support.list_files import list_csv
from tests.support.rules import ADMINISTRATOR
from tests.support.whole_api import WholeApi, whole_api

PATH = "/v1/admin/revocations"
UPLOAD = "01K1QX4F7H2Q9S5D3G8J6K0M1N"
WHY = "Nghỉ theo đề án 21 của chị Mẩy"


@pytest.fixture
def api() -> Iterator[WholeApi]:
    with whole_api() as api:
        yield api


def send(api: WholeApi, *usernames: str, by: Actor = ADMINISTRATOR, **more: Any) -> Answer:
    data = list_csv(ListKind.LEAVERS, *([one, ""] for one in usernames))
    upload = api.imports.files.send(data, by.id)
    body = {"upload_id": upload, "reason": WHY, **more}
    return api.send("POST", PATH, body, api.token(by))


def worked_off(api: WholeApi, answer: Answer) -> ListImport:
    assert answer.status == 202, answer.body
    return api.imports.work(api.imports.records.records[answer.body["import_id"]])


def assigned(api: WholeApi, officer: str) -> str:
    case = api.office.take(api.office.accepted(), INTAKE, commands.Assign("so-xay-dung", officer))
    return case.code


def officer_of(api: WholeApi, code: str) -> str | None:
    return api.office.store.cases[code].officer


def is_here(api: WholeApi, id: str) -> bool:
    found = api.office.directory.officer(id)
    assert found
    return found.active


def test_all_leave_and_their_cases_go_to_who_stays(api: WholeApi) -> None:
    """To none who leaves by the same file; what was begun too. Two bad lines keep no other."""
    codes = [assigned(api, "o1"), api.office.in_progress().code, assigned(api, "o2")]
    done = worked_off(api, send(api, "user.o1", "user.nobody", "USER.O2", "user.o1"))
    assert (done.rows, done.good, done.unchanged, done.bad) == (4, 2, 0, 2)
    assert [(fault.line, fault.code) for fault in done.faults] == [
        (3, "officer_not_found"),
        (5, "username_twice"),
    ]
    assert not is_here(api, "o1")
    assert not is_here(api, "o2")
    assert [officer_of(api, code) for code in codes] == ["l1"] * 3


def test_the_same_file_twice_is_harmless(api: WholeApi) -> None:
    """Nothing is written of anybody, and nobody is told of it twice."""
    worked_off(api, send(api, "user.o1"))
    events = [one["type"] for one in api.office.directory.events].count("officer.revoked")
    done = worked_off(api, send(api, "user.o1"))
    assert (done.good, done.unchanged, done.bad) == (0, 1, 0)
    assert [one["type"] for one in api.office.directory.events].count("officer.revoked") == events


def test_who_is_named_takes_their_cases(api: WholeApi) -> None:
    """Of their own agency; whoever is not there is refused at once."""
    code = assigned(api, "o1")
    worked_off(api, send(api, "user.o1", hand_over_to="l1"))
    assert officer_of(api, code) == "l1"
    refused = send(api, "user.o2", hand_over_to="nobody")
    assert (refused.status, refused.faults) == (422, [("/hand_over_to", "unknown_officer")])
    assert is_here(api, "o2")


def test_administrators_and_oneself_are_not_on_such_a_list(api: WholeApi) -> None:
    """Each line says so, and all others leave."""
    for id in ("adm1", "adm2"):
        officer = make_officer(id, CENTRAL_AGENCY, Role.ADMINISTRATOR)
        assert api.office.directory.save_officer(officer, None)
    me = Actor(Role.ADMINISTRATOR, "adm1", CENTRAL_AGENCY, province=True)
    done = worked_off(api, send(api, "user.adm1", "user.adm2", "user.o1", by=me))
    assert [(fault.line, fault.code) for fault in done.faults] == [
        (2, "own_account"),
        (3, "administrator_by_hand"),
    ]
    assert [is_here(api, id) for id in ("adm1", "adm2", "o1")] == [True, True, False]


def test_the_audit_names_who_why_and_by_which_list(api: WholeApi) -> None:
    """The reason may name people: it stands sealed in the record and in the event."""
    answer = send(api, "user.o1")
    record = api.imports.records.records[answer.body["import_id"]]
    assert WHY not in repr(record)
    worked_off(api, answer)
    told: dict[str, Any] = api.office.directory.events[-1]
    assert (told["type"], told["subject"]) == ("officer.revoked", "officer#o1")
    assert (told["actor"]["id"], told["what"]["import"]) == (ADMINISTRATOR.id, record.id)
    assert set(told["what"]) == {"import", "sealed_reason"}
    assert WHY not in str(told)


def test_one_such_list_at_a_time(api: WholeApi) -> None:
    """A second one while the first is worked off waits."""
    first = send(api, "user.o1")
    assert send(api, "user.o2").code == "import_running"
    worked_off(api, first)
    worked_off(api, send(api, "user.o2"))


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({}, ("/upload_id", "officers_or_file")),
        ({"officers": ["o1"], "upload_id": UPLOAD}, ("/upload_id", "officers_or_file")),
    ],
)
def test_officers_or_a_file(api: WholeApi, more: dict[str, Any], fault: tuple[str, str]) -> None:
    """Exactly one of the two."""
    answer = api.send("POST", PATH, {"reason": WHY, **more}, api.token(ADMINISTRATOR))
    assert (answer.status, answer.faults) == (422, [fault])
    assert is_here(api, "o1")


def test_somebody_else_s_file_is_none(api: WholeApi) -> None:
    """And so is one that never came."""
    upload = api.imports.files.send(list_csv(ListKind.LEAVERS, ["user.o1", ""]), LEADER.id)
    body = {"upload_id": upload, "reason": WHY}
    answer = api.send("POST", PATH, body, api.token(ADMINISTRATOR))
    assert (answer.status, answer.faults) == (422, [("/upload_id", "unknown_upload")])


def test_who_leaves_by_replace_leaves_their_cases_to_who_stays(api: WholeApi) -> None:
    """The same hand-over, of the agencies that the file names."""
    codes = [assigned(api, "o2"), assigned(api, "o1")]
    o1 = api.office.directory.officer("o1")
    assert o1
    row = ["so-xay-dung", o1.name, "Cán bộ xử lý", o1.phone or "", o1.email, o1.username]
    data = list_csv(ListKind.OFFICERS, row)
    upload = api.imports.files.send(data, ADMINISTRATOR.id)
    for seed, mode in (("a", ImportMode.CHECK), ("b", ImportMode.GOOD_ROWS)):
        start = (ListKind.OFFICERS, upload, seed, mode, True, ADMINISTRATOR)
        done = api.imports.work(api.imports.start_upload(*start))
        assert done.why is None
    assert (is_here(api, "o1"), is_here(api, "o2")) == (True, False)
    assert [officer_of(api, code) for code in codes] == ["o1", "o1"]


def test_a_hundred_people_hand_over_in_one_step(api: WholeApi) -> None:
    """However long the file is; each step is killed and done again without harm."""
    rows = [make_officer(f"p{n}", "so-y-te") for n in range(230)]
    for officer in rows:
        assert api.office.directory.save_officer(officer, None)
    started = send(api, *(one.username for one in rows))
    desk, id = api.imports.work_desk, started.body["import_id"]
    steps = 0
    while work_off(desk, id):
        handing_over = api.imports.records.records[id].state is ImportState.HANDING_OVER
        steps += handing_over
    done = api.imports.records.records[id]
    assert (done.state, done.good) == (ImportState.DONE, 230)
    assert steps == 3


def test_the_template_comes_in_as_it_is(api: WholeApi) -> None:
    """Its example is good where there is such an officer."""
    officer = make_officer("x1", "so-y-te", username="ltmay")
    assert api.office.directory.save_officer(officer, None)
    template = api.imports.work_desk.sheets.template(ListKind.LEAVERS)
    upload = api.imports.files.send(template, ADMINISTRATOR.id)
    body = {"upload_id": upload, "reason": WHY}
    done = worked_off(api, api.send("POST", PATH, body, api.token(ADMINISTRATOR)))
    assert (done.state, done.good, done.bad) == (ImportState.DONE, 1, 0)
