"""The directory: what the fake promises, DynamoDB keeps."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from chalicelib.agencies.application.directory import load_directory
from chalicelib.agencies.application.ports import OfficerChange
from chalicelib.agencies.domain.agencies import Absence, Agency
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Conflict
from chalicelib.runtime import memory
from tests.support.audit import LOADED
from tests.support.calendars import edited
from tests.support.clock import FakeClock
from tests.support.directory import LAO_CAI, FakeDirectory, make_officer, make_policy, put_officer
from tests.support.directory_pairs import Both, make_store
from tests.support.tables import cloud, make_table


@pytest.fixture(params=["memory", "moto", "emulator"])
def both(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    clock = FakeClock()
    if request.param == "memory":
        fake = FakeDirectory(clock)
        yield Both(fake, fake, clock)
        return
    # Nothing stays remembered, so that each answer is the table's.
    monkeypatch.setattr(memory, "MAX_AGE", -1.0)
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        table = make_table("DirectoryTable")
        store = make_store(table)
        made = Both(FakeDirectory(), store, clock, table)
        yield replace(made, directory=made.another_process())


def test_a_directory_that_was_never_loaded_has_nothing(both: Both) -> None:
    """Nobody is found; rules, policy and calendar are an error, not a guess."""
    assert list(both.directory.agencies()) == []
    assert both.directory.agency("so-khcn") is None
    assert list(both.directory.officers("so-khcn")) == []
    assert both.directory.officer("o1") is None
    assert both.directory.officer_by_username("user.o1") is None
    for ask in (both.directory.routing_rules, both.directory.policy, both.directory.calendar):
        with pytest.raises(LookupError):
            ask()


def test_what_was_loaded_can_be_asked_for(both: Both) -> None:
    """The whole of Lào Cai, with people in two agencies."""
    people = (make_officer("o1"), make_officer("o2"), make_officer("l1", "ubnd-02647", Role.LEADER))
    load = LAO_CAI.first_load(people)
    load_directory(both.store, load)
    directory = both.directory
    assert len(directory.agencies()) == len(load.departments) + 99
    assert directory.agency("so-xay-dung") == Agency("so-xay-dung", "Sở Xây dựng")
    assert list(directory.officers("so-xay-dung")) == [people[0], people[1]]
    assert directory.officer("l1") == people[2]
    assert directory.officer_by_username("user.o2") == people[1]
    assert directory.routing_rules() == load.routing_rules
    assert directory.policy() == directory.policy(1) == load.policy
    assert directory.calendar() == load.calendar
    assert list(directory.categories()) == list(load.categories)
    roads = directory.category("roads")
    assert roads is not None
    assert roads.name("vi") == "Giao thông, đường sá"
    assert directory.category("weather") is None


def test_loading_again_changes_nothing(both: Both) -> None:
    """Not even for who asks in between."""
    load = LAO_CAI.first_load((make_officer("o1"),))
    load_directory(both.store, load)
    load_directory(both.store, load)
    assert list(both.directory.officers("so-xay-dung")) == [make_officer("o1")]
    assert both.directory.policy(1) == load.policy


def test_everything_about_an_officer_is_kept(both: Both) -> None:
    """Also no phone, absences, and that somebody has left."""
    away = Absence(date(2026, 8, 3), date(2026, 8, 10))
    officer = make_officer(phone=None, absences=(away,), active=False)
    put_officer(both.store, officer)
    both.store.announce()
    assert both.directory.officer(officer.id) == officer


def test_an_officer_moves_to_another_agency(both: Both) -> None:
    """And is then no longer found at the old one, nor by the old username."""
    put_officer(both.store, make_officer("o1", "so-xay-dung", username="old.name"))
    moved = put_officer(both.store, make_officer("o1", "so-y-te", Role.LEADER, username="new.name"))
    assert moved.version == 2
    both.store.announce()
    assert list(both.directory.officers("so-xay-dung")) == []
    assert list(both.directory.officers("so-y-te")) == [moved]
    assert both.directory.officer("o1") == moved
    assert both.directory.officer_by_username("new.name") == moved
    assert both.directory.officer_by_username("old.name") is None


def test_a_username_is_one_persons(both: Both) -> None:
    """Whoever comes second is refused, and nothing changes for the first."""
    first = make_officer("o1", username="same.name")
    put_officer(both.store, first)
    with pytest.raises(Conflict, match="username_taken"):
        put_officer(both.store, make_officer("o2", username="same.name"))
    both.store.announce()
    assert both.directory.officer_by_username("same.name") == first
    assert both.directory.officer("o2") is None


def test_a_phone_is_one_persons(both: Both) -> None:
    """While that person is here: who has left gives the number on, who moves takes it along."""
    phone = "+84912000009"
    first = put_officer(both.store, make_officer("o1", phone=phone))
    second = make_officer("o2", "so-y-te", phone=phone)
    with pytest.raises(Conflict, match="phone_taken"):
        put_officer(both.store, second)
    assert both.store.find_officer("o2") is None
    moved = put_officer(both.store, replace(first, agency="so-noi-vu"))
    with pytest.raises(Conflict, match="phone_taken"):
        put_officer(both.store, second)
    put_officer(both.store, replace(moved, active=False))
    assert put_officer(both.store, second).phone == phone
    with pytest.raises(Conflict, match="phone_taken"):
        put_officer(both.store, replace(moved, active=True))
    put_officer(both.store, replace(second, phone=None))
    assert put_officer(both.store, replace(moved, active=True)).active


def test_a_phone_may_be_given_a_further_claim(both: Both) -> None:
    """Once and again; no other officer gets it, nor does who was changed since they were read."""
    seen, other = (put_officer(both.store, make_officer(id)) for id in ("o1", "o2"))
    for _ in range(2):
        assert both.store.claim_phone(seen, "1a2b.further")
    with pytest.raises(Conflict, match="phone_taken"):
        both.store.claim_phone(other, "1a2b.further")
    gone = put_officer(both.store, replace(other, active=False))
    assert not both.store.claim_phone(other, "1a2b.late")
    assert both.store.claim_phone(seen, "1a2b.late")
    assert both.store.find_officer("o2") == gone


def test_nobody_is_written_over_unseen(both: Both) -> None:
    """Of two who saw the same version one is first: in place, moved, with another name or new."""
    seen = put_officer(both.store, make_officer("o1"))
    revoked = replace(seen, active=False, version=2)
    assert both.store.save_officer(revoked, seen)
    away = (Absence(date(2026, 8, 3), date(2026, 8, 10)),)
    for late in (
        replace(seen, absences=away, version=2),
        replace(seen, agency="so-y-te", version=2),
        replace(seen, username="another", version=2),
        replace(seen, phone=None, version=2),
    ):
        assert not both.store.save_officer(late, seen)
        assert both.store.find_officer("o1") == revoked
    for new in (make_officer("o1"), make_officer("o1", "so-y-te")):
        assert not both.store.save_officer(new, None)
    gone = make_officer("o9")
    assert not both.store.save_officer(replace(gone, version=2), gone)
    both.store.announce()
    assert both.directory.officer("o1") == revoked
    assert both.directory.officer_by_username("another") is None


def test_of_many_at_once_one_is_first(both: Both) -> None:
    """Twelve changes of the same version."""
    seen = put_officer(both.store, make_officer("o1"))
    days = [Absence(date(2026, 8, 3), date(2026, 8, 4 + number)) for number in range(12)]
    changes = [replace(seen, absences=(away,), version=2) for away in days]
    with ThreadPoolExecutor(12) as pool:
        won = list(pool.map(lambda change: both.store.save_officer(change, seen), changes))
    assert won.count(True) == 1
    assert both.store.find_officer("o1") == changes[won.index(True)]


def test_a_policy_is_valid_from_its_day(both: Both) -> None:
    """The newest that is valid counts; a case still finds the one it was opened under."""
    now, soon = make_policy(), make_policy(version=2, valid_from="2026-08-04", no_reply_days=5)
    both.store.put_policy(now)
    both.store.put_policy(soon)
    both.store.announce()
    assert both.directory.policy() == now
    both.clock.advance(days=1)
    assert both.directory.policy() == soon
    assert both.directory.policy(1) == now
    with pytest.raises(LookupError):
        both.directory.policy(3)


def test_before_the_first_is_valid_the_first_counts(both: Both) -> None:
    """A clock may be set to a day before the province's own beginning."""
    both.store.put_policy(make_policy(version=2, valid_from="2027-01-01"))
    both.store.put_policy(make_policy(version=1, valid_from="2026-09-01"))
    both.store.put_calendar(replace(edited(), valid_from=date(2026, 9, 1)))
    both.store.announce()
    assert both.directory.policy().version == 1
    assert both.directory.calendar().version == 2


def test_a_roll_out_holds_on_its_days(both: Both) -> None:
    """Whatever day it is now; a report finds the version that it was written to."""
    first = LAO_CAI.rules.roll_out
    both.store.put_roll_out(first)
    second = replace(
        first,
        version=2,
        valid_from=date(2026, 9, 30),
        reports=replace(first.reports, form=replace(first.reports.form, version=2)),
    )
    both.store.put_roll_out(second)
    both.store.announce()
    assert both.directory.roll_out() == first
    assert both.directory.roll_out(day=date(2026, 9, 29)) == first
    assert both.directory.roll_out(day=date(2026, 9, 30)) == second
    assert both.directory.roll_out(2) == second
    with pytest.raises(LookupError):
        both.directory.roll_out(3)


def test_the_newest_calendar_and_rules_count(both: Both) -> None:
    """An edited calendar is in force as soon as it is loaded, and so are edited rules."""
    load = LAO_CAI.first_load(())
    load_directory(both.store, load)
    both.store.put_calendar(edited(version=2, d20260805="off"))
    both.store.put_routing_rules(replace(load.routing_rules, version=10))
    both.store.announce()
    assert both.directory.calendar().version == 2
    assert both.directory.routing_rules().version == 10


def test_agencies_are_replaced_as_a_whole(both: Both) -> None:
    """One that is gone from the list is gone."""
    both.store.put_agencies([Agency("a", "A"), Agency("b", "B")], LOADED, "1")
    both.store.put_agencies([Agency("b", "B2")], LOADED, "2")
    both.store.announce()
    assert list(both.directory.agencies()) == [Agency("b", "B2")]


def test_every_process_sees_the_same(both: Both) -> None:
    """What one wrote another finds."""
    put_officer(both.store, make_officer("o1"))
    both.store.announce()
    assert both.another_process().officer("o1") == make_officer("o1")


def test_many_people_are_found_by_their_names(both: Both) -> None:
    """As kept now, wherever they are; names that nobody has are left out."""
    people = [make_officer(f"o{n}", "so-y-te" if n % 2 else "so-xay-dung") for n in range(103)]
    assert not both.store.save_officers([OfficerChange(one, None) for one in people])
    found = both.store.find_by_usernames([*(one.username for one in people), "nobody"])
    assert found == {one.username: one for one in people}
    assert both.store.find_by_usernames([]) == {}


def test_many_people_are_written_together_or_given_back(both: Both) -> None:
    """One who is refused, and who stands in the same write; by themselves all others are good.
    Claims go with each: of who has moved, changed their name, left."""
    first, second = put_officer(both.store, make_officer("o1")), make_officer("o2")
    put_officer(both.store, second)
    moved = replace(first, agency="so-y-te", username="new.name", version=2)
    gone = replace(second, active=False, version=2)
    taken = make_officer("o3", phone=first.phone)
    changes = [OfficerChange(moved, first), OfficerChange(gone, second), OfficerChange(taken, None)]
    refused = both.store.save_officers(changes)
    assert changes[2] in refused
    for change in refused:
        if change is not changes[2]:
            assert both.store.save_officer(change.officer, change.before)
    assert both.directory.officer("o1") == moved
    assert both.directory.officer("o2") == gone
    assert both.directory.officer("o3") is None
    assert both.directory.officer_by_username("new.name") == moved
    assert not both.store.save_officers([OfficerChange(make_officer("o4", phone=gone.phone), None)])
    assert both.store.save_officers([OfficerChange(moved, first)]), "somebody else was first"


def test_who_is_written_twice_is_so_once(both: Both) -> None:
    """A repeated write of the same version is refused, and changes nothing."""
    new = [OfficerChange(make_officer(f"o{n}"), None) for n in range(3)]
    assert not both.store.save_officers(new)
    assert both.store.save_officers(new) == new
    assert both.directory.officer("o2") == new[2].officer


@pytest.mark.parametrize("phone", [None, "+84912345678"])
def test_somebody_beside_has_to_be_the_same_still(both: Both, phone: str | None) -> None:
    """So of two who write of each other, each as seen before, the second is refused; whether or
    not there is a claim to be let go."""
    one, other = make_officer("o1", phone=phone), make_officer("o2")
    one, other = put_officer(both.store, one), put_officer(both.store, other)
    gone, gone_too = (replace(person, active=False, version=2) for person in (one, other))
    assert both.store.save_officer(gone, one, None, other)
    assert not both.store.save_officer(gone_too, other, None, one)
    assert both.store.find_officer("o2") == other
    assert both.store.save_officer(gone_too, other, None, gone)


def test_a_post_ends_with_its_last_day(both: Both) -> None:
    """At the local midnight, whatever a process remembers; as it is kept it stays."""
    load_directory(both.store, LAO_CAI.first_load(()))
    ending = put_officer(both.store, make_officer("o1", last_day=date(2026, 8, 3)))
    for ask in (both.directory.officer, lambda _: both.directory.officers("so-xay-dung")[0]):
        found = ask("o1")
        assert found == ending
    both.clock.advance(hours=15, minutes=54)
    assert both.directory.officer("o1") == ending
    both.clock.advance(minutes=1)
    ended = both.directory.officer("o1")
    assert ended == both.directory.officer_by_username("user.o1") == replace(ending, active=False)
    assert list(both.directory.officers("so-xay-dung")) == [ended]
    assert both.store.find_officer("o1") == ending
