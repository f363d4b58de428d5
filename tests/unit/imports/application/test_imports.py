"""Imports from the file that came to the list that it left behind."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.imports.application.starting import find_import
from chalicelib.imports.application.working import WorkDesk, work_off
from chalicelib.imports.domain import list_imports
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode, ImportState
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.support.imports import ADMINISTRATOR, Imports, counts
from tests.support.list_files import ROWS, eligible, list_csv

KIND = ListKind.ELIGIBLE_CITIZENS
LEADER = Actor(Role.LEADER, "l9", "ubnd-02647")
CHECK, GOOD, ALL = ImportMode.CHECK, ImportMode.GOOD_ROWS, ImportMode.ALL_OR_NONE
WARD = "Phường Lào Cai"


def a_bad_line(people: list[list[str]]) -> list[list[str]]:
    """The second person's number is too short."""
    return [people[0], [*people[1][:3], "12", ""], *people[2:]]


def test_a_list_comes_in_and_can_be_counted_and_not_read() -> None:
    """Hashes with commune and hamlet; no name, phone or number anywhere."""
    office = Imports()
    done = office.run(KIND, list_csv(KIND, *eligible(3)))
    assert done.state is ImportState.DONE
    assert counts(done) == (3, 3, 0, 0)
    assert office.on_list(KIND) == {("02647", "Tổ 1"), ("02647", "Tổ 2"), ("02647", "Tổ 3")}
    kept = repr(office.entries.entries) + repr(office.records.records)
    assert not any(secret in kept for secret in ("010190", "0912", "84912", "Người"))
    (entry, *_) = office.entries.entries.values()
    assert (entry.spells[0].by, entry.spells[0].until) == (done.id, None)


def test_the_same_file_twice_changes_nothing() -> None:
    """It says so, and nothing is written."""
    office = Imports()
    office.run(KIND, list_csv(KIND, *eligible(3)))
    before, written = dict(office.entries.entries), office.entries.written
    again = office.run(KIND, list_csv(KIND, *eligible(3)))
    assert counts(again) == (3, 0, 3, 0)
    assert (office.entries.entries, office.entries.written) == (before, written)


@pytest.mark.parametrize(
    ("mode", "state", "on_list"),
    [(CHECK, ImportState.DONE, 0), (GOOD, ImportState.DONE, 2), (ALL, ImportState.REFUSED, 0)],
)
def test_what_becomes_of_a_list_with_a_bad_line(
    mode: ImportMode, state: ImportState, on_list: int
) -> None:
    """The bad line is told in all modes; the good ones are written in one."""
    office = Imports()
    done = office.run(KIND, list_csv(KIND, *a_bad_line(eligible(3))), mode)
    assert (done.state, counts(done)) == (state, (3, 2, 0, 1))
    assert [(f.line, f.column, f.code) for f in done.faults] == [
        (3, "personal_id", "personal_id_form")
    ]
    assert len(office.entries.entries) == on_list
    assert (done.why and done.why.code) == ("rows_with_faults" if mode is ALL else None)


def test_the_sheet_that_is_sent_back_comes_in_once_it_is_mended() -> None:
    """As it is: with its line numbers and its remarks."""
    from openpyxl import load_workbook

    office = Imports()
    people = a_bad_line(eligible(3))
    office.run(KIND, list_csv(KIND, *people))
    (sheet,) = office.files.sheets.values()
    book = load_workbook(io.BytesIO(sheet))
    (heading, row) = book.active.iter_rows(values_only=True)
    assert (heading[0], row[0]) == ("Dòng", "3")
    assert "12 chữ số" in row[-1]
    assert row[3:5] == ("Người 1", "12")
    book.active["E2"] = "010190000001"
    mended = io.BytesIO()
    book.save(mended)
    done = office.run(KIND, mended.getvalue())
    assert counts(done) == (1, 1, 0, 0)
    assert len(office.on_list(KIND)) == 3


@pytest.mark.parametrize("kind", [kind for kind in ListKind if kind is not ListKind.LEAVERS])
def test_every_template_comes_in_as_it_is(kind: ListKind) -> None:
    """Its sheets are a list and an explanation, and its example is good. Leavers need somebody who
    is there (`tests/unit/staff/http/test_leaver_lists.py`)."""
    office = Imports()
    done = office.run(kind, office.work_desk.sheets.template(kind))
    assert (done.state, counts(done)) == (ImportState.DONE, (1, 1, 0, 0))


def test_replace_shows_first_who_would_go() -> None:
    """Then they go, from the communes that the file names, and stay known as having been there."""
    office = Imports()
    elsewhere = ["Xã Mường Khương", "Bản 1", "X", "010190999999", ""]
    office.run(KIND, list_csv(KIND, *eligible(3), elsewhere))
    newer = list_csv(KIND, *eligible(2, start=1))
    with pytest.raises(Conflict, match="leaving_not_shown"):
        office.start(KIND, newer, GOOD, replace=True)
    shown = office.run(KIND, newer, CHECK, replace=True)
    assert (shown.leaving, len(office.entries.written_off())) == (1, 0)
    done = office.run(KIND, newer, GOOD, replace=True)
    assert (done.state, counts(done)) == (ImportState.DONE, (2, 0, 2, 0))
    (gone,) = office.entries.written_off()
    assert (gone.spells[-1].ended_by, gone.hamlet) == (done.id, "Tổ 1")
    assert len(office.on_list(KIND)) == 3
    assert {hamlet for _, hamlet in office.on_list(KIND)} == {"Tổ 2", "Tổ 3", "Bản 1"}


def test_who_would_go_must_be_whom_was_shown() -> None:
    """Somebody came onto the list since: nothing is written."""
    office = Imports()
    office.run(KIND, list_csv(KIND, *eligible(2)))
    newer = list_csv(KIND, *eligible(1))
    office.run(KIND, newer, CHECK, replace=True)
    office.run(KIND, list_csv(KIND, *eligible(3)))
    refused = office.run(KIND, newer, GOOD, replace=True)
    assert refused.why
    assert refused.why.code == "leaving_changed"
    assert len(office.on_list(KIND)) == 3


def test_a_list_with_a_bad_line_replaces_nothing() -> None:
    """Whose row cannot be read would be taken for gone."""
    office = Imports()
    office.run(KIND, list_csv(KIND, *eligible(3)))
    bad = list_csv(KIND, *a_bad_line(eligible(3)))
    office.run(KIND, bad, CHECK, replace=True)
    refused = office.run(KIND, bad, GOOD, replace=True)
    assert refused.why
    assert refused.why.code == "rows_with_faults"
    assert len(office.on_list(KIND)) == 3


def test_who_comes_back_has_two_spells() -> None:
    """Who was on a list, when and by which file stays known."""
    office = Imports()
    first = office.run(KIND, list_csv(KIND, *eligible(2)))
    office.run(KIND, list_csv(KIND, *eligible(1)), CHECK, replace=True)
    second = office.run(KIND, list_csv(KIND, *eligible(1)), GOOD, replace=True)
    third = office.run(KIND, list_csv(KIND, *eligible(2)))
    entry = next(one for one in office.entries.entries.values() if len(one.spells) == 2)
    assert [(s.by, s.ended_by) for s in entry.spells] == [
        (first.id, second.id),
        (third.id, None),
    ]


def test_nobody_is_taken_from_another_commune_s_list() -> None:
    """Until that commune lets go."""
    office = Imports()
    office.run(KIND, list_csv(KIND, *eligible(1)))
    elsewhere = list_csv(KIND, ["Xã Mường Khương", *eligible(1)[0][1:]])
    refused = office.run(KIND, elsewhere)
    assert [fault.code for fault in refused.faults] == ["on_another_list"]
    assert {scope for scope, _ in office.on_list(KIND)} == {"02647"}
    nobody = list_csv(KIND, *eligible(1, start=1))
    office.run(KIND, nobody, CHECK, replace=True)
    office.run(KIND, nobody, GOOD, replace=True)
    assert counts(office.run(KIND, elsewhere)) == (1, 1, 0, 0)


def test_a_leader_s_list_holds_the_own_agency_alone() -> None:
    """Others' rows are faults, others' imports are not there, agencies are not theirs."""
    office = Imports()
    rows = [eligible(1)[0], ["Xã Mường Khương", *eligible(2)[1][1:]]]
    done = office.run(KIND, list_csv(KIND, *rows), by=LEADER)
    assert [fault.code for fault in done.faults] == ["not_your_agency"]
    assert find_import(office.desk, LEADER, done.id) == done
    assert find_import(office.desk, ADMINISTRATOR, done.id) == done
    with pytest.raises(NotFound):
        find_import(office.desk, Actor(Role.LEADER, "l8", "so-y-te"), done.id)
    with pytest.raises(Forbidden):
        office.start(ListKind.AGENCIES, b"x", by=LEADER)


def test_a_newer_list_waits_for_the_older_one() -> None:
    """One import of a kind at a time; one that nobody works on any more makes room."""
    office = Imports()
    older = office.start(KIND, list_csv(KIND, *eligible(1)))
    with pytest.raises(Conflict, match="import_running"):
        office.start(KIND, list_csv(KIND, *eligible(2)))
    office.start(ListKind.TEAM_MEMBERS, list_csv(ListKind.TEAM_MEMBERS, ROWS["team_members"]))
    office.clock.advance(hours=1)
    newer = office.run(KIND, list_csv(KIND, *eligible(2)))
    assert newer.state is ImportState.DONE
    late = office.work(older)
    assert late.why
    assert late.why.code == "overtaken"
    assert len(office.entries.entries) == 2


def test_a_file_of_somebody_else_or_none_is_not_imported() -> None:
    """And one that went meanwhile is told."""
    office = Imports()
    started = office.start(KIND, list_csv(KIND, *eligible(1)))
    office.files.files.clear()
    gone = office.work(started)
    assert gone.why
    assert gone.why.code == "file_gone"
    upload = office.files.send(b"x", "somebody")
    for upload_id in (upload, "0" * 26, "../x"):
        with pytest.raises(Invalid):
            office.start_upload(KIND, upload_id)


def test_a_repeated_request_begins_one_import() -> None:
    """Even while that one runs."""
    office = Imports()
    upload = office.files.send(list_csv(KIND, *eligible(1)), ADMINISTRATOR.id)
    first = office.start_upload(KIND, upload, "seed")
    assert office.start_upload(KIND, upload, "seed") == first
    assert len(office.records.records) == 1


class Killed(Exception):
    """The process is gone."""


def test_killed_ten_times_at_random_each_row_comes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it is cut off, the list and its numbers are those of an import that was not."""
    monkeypatch.setattr("chalicelib.imports.application.working.ROWS_A_PIECE", 7)
    assert list_imports.ROWS_A_PIECE == 1_000
    people = a_bad_line(eligible(60))
    calm = Imports()
    wanted = calm.run(KIND, list_csv(KIND, *people))
    chance = random.Random(20260803)
    for _ in range(5):
        office, kills = Imports(), 0
        started = office.start(KIND, list_csv(KIND, *people))
        while not office.records.records[started.id].is_finished:
            fuse = chance.randrange(12) if kills < 10 else 10_000
            try:
                work_off(_deadly(office, fuse), started.id)
            except Killed:
                kills += 1
        assert kills == 10
        done = office.records.records[started.id]
        assert counts(done) == counts(wanted)
        assert done.faults == wanted.faults
        assert office.on_list(KIND) == calm.on_list(KIND)
        assert all(len(one.spells) == 1 for one in office.entries.entries.values())


def _deadly(office: Imports, fuse: int) -> WorkDesk:
    """The desk of a process that is killed before or after so many calls."""
    left = [fuse]

    def burning(call: Callable[..., Any]) -> Callable[..., Any]:
        def burn(*args: Any, **options: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            answer = call(*args, **options)
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return answer

        return burn

    class Burning:
        def __init__(self, port: Any) -> None:
            self._port = port

        def __getattr__(self, name: str) -> Any:
            return burning(getattr(self._port, name))

    desk = office.work_desk
    landings = {kind: lambda made=made: Burning(made()) for kind, made in desk.landings.items()}
    return WorkDesk(
        **{
            **vars(desk),
            "records": Burning(desk.records),
            "files": Burning(desk.files),
            "landings": landings,
        }
    )


def test_two_workers_at_once_do_each_step_once() -> None:
    """Whoever is slower than the other changes nothing."""
    office = Imports()
    started = office.start(KIND, list_csv(KIND, *eligible(3)))
    desk, seen = office.work_desk, office.records.records[started.id]
    work_off(desk, started.id)
    work_off(desk, started.id)
    now = office.records.records[started.id]
    assert office.records.advance(seen) is None
    assert office.records.records[started.id] == now
    assert counts(office.work(started)) == (3, 3, 0, 0)


def test_what_the_audit_is_told_has_no_name_and_no_number() -> None:
    """Who sent what, and what came of it."""
    office = Imports()
    office.run(KIND, list_csv(KIND, *a_bad_line(eligible(3))))
    sent, over = office.records.events
    assert (sent["type"], over["type"]) == ("list.sent", "list.imported")
    assert over["what"] == {
        "kind": "eligible_citizens",
        "state": "done",
        "rows": 3,
        "good": 2,
        "unchanged": 0,
        "bad": 1,
        "leaving": 0,
    }
    assert timedelta(hours=1) == list_imports.GIVEN_UP_AFTER
