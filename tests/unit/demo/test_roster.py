"""The sample roster of the local stack."""

from __future__ import annotations

from collections import Counter

from chalicelib.agencies.domain.agencies import committee_of
from chalicelib.agencies.domain.rosters import check_roster
from chalicelib.kernel.actors import Role
from localstack.demo.script import whole_script
from localstack.seed import sample_roster
from tests.support.actors import CENTRAL_AGENCY
from tests.support.directory import LAO_CAI

ROSTER = sample_roster()
STAFF = Counter((officer.agency, officer.role) for officer in ROSTER)


def test_the_roster_fits_the_province() -> None:
    """It passes the same checks as a real one, and phones are in E.164 already."""
    load = LAO_CAI.first_load(ROSTER)
    agencies = {a.id for a in (*load.departments, *map(committee_of, load.communes))}
    assert check_roster(ROSTER, agencies, CENTRAL_AGENCY) == ROSTER


def test_every_agency_of_the_story_has_two_officers_and_a_leader() -> None:
    """Nobody approves an answer of their own, and work has somebody to be spread over."""
    script = whole_script()
    agencies = {story.agency for story in script.stories}
    agencies |= {story.given_to for story in script.stories if story.given_to}
    for agency in agencies:
        assert STAFF[agency, Role.OFFICER] >= 2
        assert STAFF[agency, Role.LEADER] == 1


def test_the_centre_is_staffed() -> None:
    """Intake desk, hotline and supervisors for two shifts, and one administrator."""
    for role in (Role.INTAKE, Role.HOTLINE, Role.SUPERVISOR):
        assert STAFF[CENTRAL_AGENCY, role] >= 2
    assert STAFF[CENTRAL_AGENCY, Role.ADMINISTRATOR] == 1


def test_one_agency_has_one_person_only() -> None:
    """There the supervisor must stand in for the leader (docs/handbook.md §3, approve)."""
    people = Counter(officer.agency for officer in ROSTER)
    assert [agency for agency, count in people.items() if count == 1] == ["so-cong-thuong"]


def test_nobody_can_be_mistaken_for_a_real_person() -> None:
    """Addresses that cannot exist, and usernames without anybody's name."""
    assert ROSTER
    for officer in ROSTER:
        assert officer.email == f"{officer.username}@laocai.example"
        assert officer.phone is not None
        assert officer.phone.startswith("+849860000")
