"""The demo's people and cases are what they claim to be, and all of them are invented."""

from __future__ import annotations

from collections import Counter
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from chalicelib.campaign.domain.visits import VisitResult
from chalicelib.identity.domain.personal_ids import Sex, contradictions, parse_personal_id
from chalicelib.kernel.phones import parse_phone
from localstack.demo.people import Profile
from localstack.demo.script import Story, whole_script
from localstack.seed import sample_roster
from tests.support.directory import LAO_CAI

SCRIPT = whole_script()
PEOPLE = (*SCRIPT.profiles, *SCRIPT.strangers, *SCRIPT.callers, *SCRIPT.campaign.people)
GPS = 0x8825


@pytest.mark.parametrize("story", SCRIPT.stories, ids=lambda story: story.key)
def test_every_case_lies_in_the_commune_that_it_names(story: Story) -> None:
    """So that the API can find the commune from the coordinates alone."""
    assert LAO_CAI.gazetteer.locate(story.lat, story.lon) == story.commune


def test_there_are_enough_cases_of_every_kind() -> None:
    """At least 40 cases, 15 communes, all categories, 10 photos, 20 citizens."""
    stories = SCRIPT.stories
    assert len(stories) >= 40
    assert len({story.commune for story in stories}) >= 15
    assert {story.category for story in stories} == {c.code for c in LAO_CAI.categories}
    assert sum(story.photo is not None for story in stories) >= 10
    assert len(SCRIPT.profiles) == 20


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.phone)
def test_every_person_can_register(person: Profile) -> None:
    """A mobile in E.164, a commune of the province, a number that agrees with sex and birth."""
    assert parse_phone(person.phone) == person.phone
    assert LAO_CAI.gazetteer.commune(person.commune_code) is not None
    if person.personal_id is not None:
        number = parse_personal_id(person.personal_id)
        born = date.fromisoformat(str(person.date_of_birth))
        assert contradictions(number, born, Sex(str(person.sex))) == []
        assert number.place_is_known


def test_nobody_shares_a_phone_a_number_or_a_name() -> None:
    """Neither among citizens nor with officers: what a phone receives is one person's."""
    roster = sample_roster()
    phones = [*(person.phone for person in PEOPLE), *(officer.phone for officer in roster)]
    names = [*(person.full_name for person in PEOPLE), *(officer.name for officer in roster)]
    numbers = [person.personal_id for person in PEOPLE if person.personal_id]
    for values in (phones, names, numbers):
        assert max(Counter(values).values()) == 1


def test_photos_are_jpegs_that_tell_their_place() -> None:
    """As phones take them: otherwise their cleaning would show nothing."""
    stories = [story for story in SCRIPT.stories if story.photo]
    assert stories
    for story in stories:
        with Image.open(BytesIO(story.photo_bytes())) as photo:
            assert photo.format == "JPEG"
            assert photo.getexif().get_ifd(GPS)


def test_three_teams_go_round_and_one_of_them_is_offline() -> None:
    """Whoever is helped is so by one team, all in one commune; what is refused says why."""
    plan = SCRIPT.campaign
    assert [team.offline for team in plan.teams] == [False, False, True]
    assert LAO_CAI.gazetteer.commune(plan.commune).name == plan.commune_name  # type: ignore[union-attr]
    assert {one.commune_code for one in plan.people} == {plan.commune}
    doors = [door for team in plan.teams for door in team.doors]
    assert len({door.client_id for door in doors}) == len(doors)
    assert all(door.said for door in doors if door.refused)
    assert plan.counted.total() == sum(not door.refused for door in doors)
    assert {*plan.counted} == {result.value for result in VisitResult}
