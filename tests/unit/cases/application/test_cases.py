"""Sending a case in, reading it, and who may."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.cases.application.cases import read_case
from chalicelib.cases.domain import commands
from chalicelib.kernel.errors import Invalid, NotFound, Path, Stale
from chalicelib.kernel.ids import is_case_code
from chalicelib.uploads.domain.uploads import ExaminationResult
from tests.support.cases import (
    CITIZEN,
    ELSEWHERE,
    INTAKE,
    LEADER,
    OFFICER,
    STRANGER,
    SUPERVISOR,
    Office,
)
from tests.support.clock import NOW
from tests.support.uploads import make_upload

IN_LAO_CAI = (22.4856, 103.9707)


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_new_case(office: Office) -> None:
    """A report gets a code that can be quoted, its commune and its intake deadline."""
    case = office.submit(commune=None, location=IN_LAO_CAI)
    assert is_case_code(case.code)
    assert case.code.startswith("LC-260803-")
    assert (case.commune, case.state, case.urgency) == ("02647", "received", "on_the_spot")
    assert case.clock is not None
    assert case.clock.kind == "intake"


def test_the_same_request_makes_the_same_case_once(office: Office) -> None:
    """A request that is carried out again after a crash finds the case it made."""
    first, again = office.submit(seed="0" * 32), office.submit(seed="0" * 32)
    assert first == again
    assert len(office.store.cases) == 1
    assert len(office.store.events) == 1


def test_a_code_that_is_taken_is_passed_over(office: Office) -> None:
    """Two requests whose codes fall together get two cases."""
    taken = office.submit(seed="1" * 32)
    office.store.cases[taken.code] = office.submit(seed="2" * 32)
    assert office.submit(seed="1" * 32).code not in (taken.code,)


@pytest.mark.parametrize(
    ("changes", "faults", "code"),
    [
        ({"category": "dragons"}, {(("category",), "unknown_category")}, "invalid"),
        ({"commune": "99999"}, {(("commune_code",), "unknown_commune")}, "invalid"),
        ({"commune": None}, {(("location",), "missing")}, "invalid"),
        (
            {"location": (21.03, 105.85)},
            {(("location",), "outside_province")},
            "outside_province",
        ),
        (
            {"location": IN_LAO_CAI, "commune": "04252"},
            {(("commune_code",), "commune_mismatch")},
            "commune_mismatch",
        ),
        (
            {"category": "dragons", "commune": "99999"},
            {(("category",), "unknown_category"), (("commune_code",), "unknown_commune")},
            "invalid",
        ),
    ],
)
def test_wrong_fields(
    office: Office, changes: dict[str, Any], faults: set[tuple[Path, str]], code: str
) -> None:
    """Each wrong field is named, all at once, and nothing is written."""
    with pytest.raises(Invalid) as caught:
        office.submit(**changes)
    assert {(fault.path, fault.code) for fault in caught.value.faults} == faults
    assert caught.value.code == code
    assert not office.store.cases


def test_a_mismatch_names_the_commune_that_was_found(office: Office) -> None:
    """The app can offer the commune in which the location really lies."""
    with pytest.raises(Invalid) as caught:
        office.submit(location=IN_LAO_CAI, commune="04252")
    assert caught.value.params == {"commune_code": "02647"}


def test_photos_are_tied_to_the_case(office: Office) -> None:
    """The citizen's own upload becomes the case's attachment; somebody else's is refused."""
    mine, others = make_upload("U1"), make_upload("U2", owner="account-2")
    for upload in (mine, others):
        office.uploads.add(upload)
        office.uploads.conclude(upload.id, ExaminationResult(NOW))
    case = office.submit(uploads=("U1",))
    assert [file.id for file in case.attachments] == ["U1"]
    with pytest.raises(Invalid) as caught:
        office.submit(uploads=("U2",))
    assert [(f.path, f.code) for f in caught.value.faults] == [(("uploads", 0), "unknown_upload")]


def test_who_may_read_a_case(office: Office) -> None:
    """Its citizen, the agencies in charge and the centre; to all others it is not there."""
    case = office.take(
        office.accepted(), INTAKE, commands.Assign("so-xay-dung", "o1", ("ubnd-02647",))
    )
    for reader in (CITIZEN, OFFICER, LEADER, INTAKE, SUPERVISOR):
        assert read_case(office.desk, reader, case.code) == case
    for reader in (STRANGER, ELSEWHERE):
        with pytest.raises(NotFound):
            read_case(office.desk, reader, case.code)
    with pytest.raises(NotFound):
        read_case(office.desk, INTAKE, "LC-260803-00000")


@pytest.mark.parametrize(
    ("command", "path"),
    [
        (commands.Assign("no-such-agency"), ("agency",)),
        (commands.Assign("so-xay-dung", "o3"), ("officer",)),
        (commands.Assign("so-xay-dung", "nobody"), ("officer",)),
        (commands.Assign("so-xay-dung", None, ("so-y-te", "nowhere")), ("coordinating", 1)),
    ],
)
def test_assigning_to_what_does_not_exist(
    office: Office, command: commands.Assign, path: Path
) -> None:
    """Agency, officer and co-ordinating agencies must be known, the officer of that agency."""
    case = office.accepted()
    with pytest.raises(Invalid) as caught:
        office.take(case, INTAKE, command)
    assert [fault.path for fault in caught.value.faults] == [path]


class _Rival:
    """A store in which somebody else is always first, a number of times."""

    def __init__(self, office: Office, times: int) -> None:
        self._store, self._times = office.store, times
        self._office = office

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def save(self, case: Any, previous: Any, *rest: Any) -> bool:
        if self._times > 0:
            self._times -= 1
            now = self._store.cases[case.code]
            rival = self._office
            rival.store = self._store
            rival.take(
                now, OFFICER, commands.RequestInfo("Ở đâu?")
            ) if now.state == "assigned" else None
        return self._store.save(case, previous, *rest)


def test_a_citizens_command_is_ordered_not_lost(office: Office) -> None:
    """Without a version the server tries again on what the rival left."""
    case = office.assigned()
    rival = _Rival(office, 1)
    citizens = Office(office.clock, rival, office.uploads, office.directory)  # type: ignore[arg-type]
    done = citizens.take(case, CITIZEN, commands.Withdraw())
    assert [entry.action for entry in done.timeline][-2:] == ["request_info", "withdraw"]


def test_an_officers_command_names_its_version(office: Office) -> None:
    """With a version the rival's change makes the command stale."""
    case = office.assigned()
    rival = _Rival(office, 1)
    officers = Office(office.clock, rival, office.uploads, office.directory)  # type: ignore[arg-type]
    with pytest.raises(Stale):
        officers.take(case, OFFICER, commands.Start(), version=case.version)
