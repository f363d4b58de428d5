"""The rulebook and the recomputation: what the fakes promise, DynamoDB keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from chalicelib.agencies.adapters.directory import DynamoDirectory
from chalicelib.agencies.adapters.directory_store import DynamoDirectoryStore
from chalicelib.agencies.application.directory import load_directory
from chalicelib.agencies.application.ports import Directory
from chalicelib.rule_edits.adapters.recomputations import DynamoRecomputations
from chalicelib.rule_edits.application.ports import Recomputations
from chalicelib.rule_edits.domain.recomputation import Progress, begun, settled
from chalicelib.rules.adapters.rulebook import DynamoRulebook
from chalicelib.rules.application.ports import Rulebook
from chalicelib.rules.domain.rules import Edition, Rules
from tests.support.calendars import HOLIDAYS
from tests.support.clock import NOW, FakeClock
from tests.support.directory import LAO_CAI, make_directory
from tests.support.keys import FakeFingerprints, make_hasher, make_sealer
from tests.support.rules import FakeRecomputations, FakeRulebook
from tests.support.tables import cloud, make_table


@dataclass
class Book:
    """A rulebook, the directory that others see, and the recomputation."""

    rulebook: Rulebook
    directory: Directory
    recomputations: Recomputations


@pytest.fixture(params=["memory", "moto", "emulator"])
def book(request: pytest.FixtureRequest) -> Iterator[Book]:
    if request.param == "memory":
        directory = make_directory()
        yield Book(FakeRulebook(directory), directory, FakeRecomputations())
        return
    on_emulator = request.param == "emulator"
    with cloud(request.getfixturevalue("emulator_endpoint") if on_emulator else None):
        table = make_table("DirectoryTable")
        keys = make_sealer(), make_hasher()
        store = DynamoDirectoryStore(table, *keys, FakeFingerprints())
        load_directory(store, LAO_CAI.first_load(()))
        yield Book(
            DynamoRulebook(table),
            DynamoDirectory(
                table,
                *keys,
                FakeClock(),
                LAO_CAI.rules,
                HOLIDAYS,
            ),
            DynamoRecomputations(table),
        )


@pytest.mark.parametrize("kind", list(Rules))
def test_what_was_loaded_is_the_first_edition(book: Book, kind: Rules) -> None:
    """Nobody put it there by hand."""
    (first,) = book.rulebook.editions(kind)
    assert (first.version, first.put_at, first.put_by) == (1, None, None)


@pytest.mark.parametrize("kind", list(Rules))
def test_an_edition_comes_back_as_it_was_put(book: Book, kind: Rules) -> None:
    """With the instant to the microsecond; its number is taken from then on."""
    (first,) = book.rulebook.editions(kind)
    at = NOW + timedelta(microseconds=5)
    second = Edition(2, {**first.document, "version": 2, "source": "Số 12"}, at, "a1")
    assert book.rulebook.add(kind, second)
    assert not book.rulebook.add(kind, replace(second, put_by="a2"))
    assert book.rulebook.editions(kind) == (first, second)


def test_who_reads_the_directory_next_sees_the_edit(book: Book) -> None:
    """A calendar with one more day off; the version before is still to be had."""
    (first,) = book.rulebook.editions(Rules.CALENDAR)
    off = {"day": "2026-08-05", "kind": "off", "source": "Số 12"}
    document = {**first.document, "overrides": [*first.document["overrides"], off], "version": 2}
    book.rulebook.add(Rules.CALENDAR, Edition(2, document, NOW, "a1"))
    assert book.directory.calendar().version == 2
    assert book.directory.calendar(1).version == 1


def test_a_process_that_remembers_the_older_version_finds_the_one_it_is_asked_for(
    book: Book,
) -> None:
    """A case may know a calendar that was put a moment ago by somebody else."""
    assert book.directory.calendar().version == 1
    (first,) = book.rulebook.editions(Rules.CALENDAR)
    book.rulebook.add(Rules.CALENDAR, Edition(2, {**first.document, "version": 2}, NOW, "a1"))
    assert book.directory.calendar(2).version == 2


def test_the_recomputation_is_written_over_its_revision_before(book: Book) -> None:
    """Of two who go on from the same revision one wins; all its members come back."""
    store = book.recomputations
    assert store.find() is None
    first = settled(1, 1, NOW)
    assert store.put(first)
    assert not store.put(first)
    second = begun(first, 2, 1, NOW)
    assert store.put(second)
    assert not store.put(begun(first, 3, 1, NOW))
    third = second.went_on(NOW, 25, 3, {"part": "intake", "id": "LC-1"})
    assert store.put(third)
    assert store.find() == third
    stopped = third.turned(Progress.STOPPED, NOW + timedelta(minutes=1))
    assert store.put(stopped)
    assert store.find() == stopped
