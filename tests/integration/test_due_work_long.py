"""A long run of due work on the emulator: more than one batch over all shards, two runs at once."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.cases import DynamoCaseStore
from chalicelib.cases.application.due_work import work_off
from chalicelib.cases.application.transitions import let_time_pass
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.due_work import SHARDS, shard_of
from tests.support.cases import Office
from tests.support.keys import make_sealer
from tests.support.tables import cloud, make_table

CASES = 216
SECONDS = 20
"""The most that the runs may take together."""


def test_two_runs_at_once_and_one_more_settle_each_case_once(emulator_endpoint: str) -> None:
    """Whoever is first writes; the other run and the repeated one change nothing more."""
    office = Office()
    before = {case.code: case for case in (office.assigned() for _ in range(CASES))}
    with cloud(emulator_endpoint):
        store = DynamoCaseStore(make_table("CasesTable"), CaseDocuments(make_sealer()))
        _move_in(store, office)
        office.clock.advance(days=6)
        there = Office(office.clock, store, office.uploads, office.directory)  # type: ignore[arg-type]
        begun = time.monotonic()
        with ThreadPoolExecutor(2) as runs:
            list(runs.map(lambda _: _run(there), range(2)))
        _run(there)
        assert time.monotonic() - begun < SECONDS
        found = {code: store.find(code) for code in before}
    for code, case in before.items():
        let_time_pass(office.desk, code, "test")
        assert _lines(found[code]) == _lines(office.find(case))
        assert found[code].version == case.version + 1  # type: ignore[union-attr]
    assert {shard_of(code) for code in before} == set(SHARDS)


def _move_in(store: DynamoCaseStore, office: Office) -> None:
    """The cases of an office in memory, as new items with what is due next."""
    cases = office.store.cases.values()
    with ThreadPoolExecutor(8) as writers:
        made = writers.map(lambda c: store.create(c, office.store.next_at[c.code], "test"), cases)
        assert all(made)


def _run(office: Office) -> None:
    """As the schedule does minute by minute: again while something is left."""
    while not work_off(office.desk, "test", lambda: True).finished:
        pass


def _lines(case: Case | None) -> Counter[tuple[object, ...]]:
    assert case is not None
    return Counter(
        (e.at, e.action, e.target, tuple(sorted(e.facts.items()))) for e in case.timeline
    )
