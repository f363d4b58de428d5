"""The case store: what the fake promises, DynamoDB keeps."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import boto3
import pytest

from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.cases import DynamoCaseStore
from chalicelib.cases.application.listing import NOBODY
from chalicelib.cases.application.ports import CaseStore, Queue
from chalicelib.cases.domain import commands
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.part_commands import AnswerPart, AssignPart
from chalicelib.kernel.actors import Actor, Role
from chalicelib.uploads.adapters.records import DynamoUploadStore
from chalicelib.uploads.domain.uploads import MediaType, issue
from chalicelib.worktime.domain.limits import Limit
from tests.support.cases import (
    CITIZEN,
    ELSEWHERE,
    INTAKE,
    LEADER,
    OFFICER,
    FakeCaseStore,
    Office,
)
from tests.support.keys import make_sealer
from tests.support.living import live
from tests.support.tables import cloud, make_table


def test_a_case_comes_back_whole(office: Office) -> None:
    """Whatever a case holds (texts, clock, timeline) is read as it was written."""
    case = office.submit(
        description="Ổ gà 🕳️\n\tsâu trước cổng trường", location=(22.4856, 103.9707)
    )
    case = office.take(case, INTAKE, commands.Accept())
    case = office.take(case, INTAKE, commands.Assign("so-xay-dung", "o1", ("so-y-te",)))
    case = office.take(case, OFFICER, commands.Start())
    case = office.take(case, OFFICER, commands.RequestInfo("Đoạn nào?"))
    assert office.store.find(case.code) == case


def test_what_is_no_case_is_not_there(store: CaseStore, office: Office) -> None:
    """Other kinds of items lie in the same table; neither they nor nonsense are cases."""
    upload = "01K1QX4F7H2Q9S5D3G8J6K0M1N"
    if isinstance(store, DynamoCaseStore):
        table = store.item(office.submit(), None).Meta.table_name
        record = issue(upload, CITIZEN.id, MediaType.JPEG, 2048, "b5" * 32, office.clock.now())
        DynamoUploadStore(table).add(record)
    for code in (
        f"U#{upload}",
        upload,
        "health",
        "",
        " ",
        "LC-260803-",
        "lc-260803-7k3qx",
        "x" * 3000,
    ):
        assert store.find(code) is None, code


def test_a_code_is_given_once(store: CaseStore, office: Office) -> None:
    """A second case under the same code is refused and changes nothing."""
    case = office.submit()
    other = replace(case, description="Một phản ánh khác hẳn")
    assert not store.create(other, None, "test")
    assert store.find(case.code) == case


def test_the_second_writer_of_a_version_is_refused(store: CaseStore, office: Office) -> None:
    """Two changes of the same version: one wins, the other is told so."""
    case = office.submit()
    first = replace(case, version=2, urgency="urgent")
    second = replace(case, version=2, urgency="complex")
    assert store.save(first, case, None, "test")
    assert not store.save(second, case, None, "test")
    assert store.find(case.code) == first


def _codes(store: CaseStore, queue: Queue, key: str, limit: int = 100) -> list[str]:
    """All codes of a queue, page by page."""
    found: list[str] = []
    position = None
    while True:
        page = store.page(queue, key, limit=limit, position=position)
        found += [card.code for card in page.items]
        position = page.position
        if position is None:
            return found


def test_an_annotation_is_no_version(store: CaseStore, office: Office) -> None:
    """It is read with the case, and changes neither lists nor what is due, and tells nobody."""
    case = office.submit()
    due = list(store.due(office.clock.now() + timedelta(days=30), 10))
    told = list(office.store.events) if isinstance(store, FakeCaseStore) else []
    assert store.annotate(noted := replace(case, followed=True, annotations=1), case)
    assert store.find(case.code) == noted
    cards = store.page(Queue.AGENCY, "intake", limit=10, position=None).items
    assert [card.version for card in cards] == [1]
    assert list(store.due(office.clock.now() + timedelta(days=30), 10)) == due
    if isinstance(store, FakeCaseStore):
        assert store.events == told
    else:
        table = store.item(case, None).Meta.table_name  # type: ignore[attr-defined]
        item = boto3.client("dynamodb").get_item(TableName=table, Key={"id": {"S": case.code}})
        assert "event" not in item["Item"]


def test_nobody_writes_over_an_annotation_unseen(store: CaseStore, office: Office) -> None:
    """Neither the next version nor another annotation; who has seen it may."""
    case = office.submit()
    noted = replace(case, followed=True, annotations=1)
    assert store.annotate(noted, case)
    assert not store.annotate(noted, case)
    assert not store.save(replace(case, version=2), case, None, "test")
    assert store.find(case.code) == noted
    assert store.annotate(twice := replace(noted, annotations=2), noted)
    assert store.save(later := replace(twice, version=2), twice, None, "test")
    assert not store.annotate(replace(twice, annotations=3), twice)
    assert store.find(case.code) == later


@pytest.mark.parametrize("store", ["memory", "moto"], indirect=True)
def test_of_many_annotations_one_is_written(store: CaseStore, office: Office) -> None:
    """At the same moment, beside a writer of the next version."""
    case = office.submit()
    noted = replace(case, followed=True, annotations=1)
    writes = [lambda: store.annotate(noted, case)] * 6
    writes.append(lambda: store.save(replace(case, version=2), case, None, "test"))
    with ThreadPoolExecutor(7) as pool:
        assert list(pool.map(lambda write: write(), writes)).count(True) == 1


def test_a_citizens_cases_newest_first_in_pages(store: CaseStore, office: Office) -> None:
    """Pages of two give every case once, the newest first."""
    sent = []
    for _ in range(5):
        sent.append(office.submit().code)
        office.clock.advance(minutes=1)
    office.submit(reporter="account-2")
    assert _codes(store, Queue.REPORTER, CITIZEN.id, limit=2) == sent[::-1]


def test_queues_follow_the_case(store: CaseStore, office: Office) -> None:
    """A case waits at the intake desk, then with its agency and officer, then nowhere."""
    case = office.submit()
    assert _codes(store, Queue.AGENCY, "intake") == [case.code]
    case = office.take(case, INTAKE, commands.Accept())
    case = office.take(case, INTAKE, commands.Assign("so-xay-dung", "o1"))
    assert _codes(store, Queue.AGENCY, "intake") == []
    assert _codes(store, Queue.AGENCY, "so-xay-dung") == [case.code]
    assert _codes(store, Queue.OFFICER, "o1") == [case.code]
    assert store.count_open("o1") == 1
    office.take(case, CITIZEN, commands.Withdraw())
    assert _codes(store, Queue.AGENCY, "so-xay-dung") == []
    assert store.count_open("o1") == 0


def test_whose_work_it_is_parts_too(store: CaseStore, office: Office) -> None:
    """Whoever is to write a part holds the case until the part is written, is somebody else's, or
    nobody asks for it any more; no list and no count takes a part for a case."""
    leader = Actor(Role.LEADER, "l3", "so-y-te")
    both = commands.Assign("so-xay-dung", "o1", ("so-y-te",))
    case = office.take(office.accepted(), INTAKE, both)
    assert (store.held_by("o1"), store.held_by("o3")) == ([case.code], [])
    case = office.take(case, leader, AssignPart("o3"))
    own = office.take(office.accepted(), INTAKE, commands.Assign("so-y-te", "o3"))
    assert set(store.held_by("o3")) == {case.code, own.code}
    assert _codes(store, Queue.OFFICER, "o3", limit=1) == [own.code]
    assert store.count_open("o3") == 1
    assert store.count(Queue.OFFICER, "o3", most=5, due_before=None) == 1
    case = office.take(case, leader, AssignPart("l3"))
    assert (store.held_by("o3"), store.held_by("l3")) == ([own.code], [case.code])
    case = office.take(case, leader, AssignPart("o3"))
    case = office.take(case, INTAKE, commands.Assign("so-xay-dung", "o1"))
    assert store.held_by("o3") == [own.code]
    case = office.take(office.take(case, INTAKE, both), leader, AssignPart("o3"))
    stale = office.take(case, ELSEWHERE, AnswerPart("Đã phun khử khuẩn."))
    assert store.held_by("o3") == [own.code]
    assert not store.save(replace(case, version=9, parts=()), case, None, "test")
    assert store.find(case.code) == stale


def test_soonest_deadline_first_also_of_waiting_ones(store: CaseStore, office: Office) -> None:
    """A queue is read in the order of due times: of one that waits, with the rest of the cap."""
    slow = office.assigned(category="land")
    waiting = office.take(office.assigned(), OFFICER, commands.RequestInfo("Ở đâu?"))
    quick, complex_one = office.assigned(), office.accepted()
    assign = commands.Assign("so-xay-dung", "o1", ("so-y-te",))
    slowest = office.take(complex_one, INTAKE, assign)
    wanted = [case.code for case in (quick, slow, waiting, slowest)]  # 3, 7, 3 + 5 and 10 days
    assert _codes(store, Queue.AGENCY, "so-xay-dung") == wanted


def test_what_is_past_due_is_the_front_of_a_queue(store: CaseStore, office: Office) -> None:
    """Asked for what was due before an instant, a queue gives those and not the waiting ones."""
    quick = office.assigned()
    office.assigned(category="land")
    office.take(office.assigned(), OFFICER, commands.RequestInfo("Ở đâu?"))
    later = office.clock.now() + timedelta(days=4)
    page = store.page(Queue.AGENCY, "so-xay-dung", limit=10, position=None, due_before=later)
    assert [card.code for card in page.items] == [quick.code]


def test_a_wait_beyond_the_cap_is_past_due_in_its_turn(store: CaseStore, office: Office) -> None:
    """Not while its clock stands; once it has run on and past the due time, with the others."""
    case = office.take(office.assigned(), OFFICER, commands.RequestInfo("Ở đâu?"))
    assert case.due
    assert case.due.stands_until
    for later, wanted in (
        (case.due.stands_until, []),
        (case.due.at, []),
        (case.due.at + timedelta(microseconds=1), [case.code]),
    ):
        page = store.page(Queue.OFFICER, "o1", limit=10, position=None, due_before=later)
        assert [card.code for card in page.items] == wanted


def test_a_queue_is_counted_up_to_a_bound(store: CaseStore, office: Office) -> None:
    """All of it or what is overdue at an instant, and never more than asked for."""
    case = office.assigned()
    office.assigned()
    assert case.due
    queue, later = (Queue.AGENCY, "so-xay-dung"), case.due.at + timedelta(microseconds=1)
    counted = [
        store.count(*queue, most=most, due_before=before)
        for most, before in ((10, None), (1, None), (10, later), (10, case.due.at))
    ]
    assert counted == [2, 1, 2, 0]
    assert store.count(Queue.AGENCY, "so-y-te", most=10, due_before=None) == 0


def test_no_condition_hides_another(store: CaseStore, office: Office) -> None:
    """Overdue, escalated and without an officer: a case that is all three is in each list."""
    case = office.take(office.accepted(), INTAKE, commands.Assign("so-xay-dung"))
    lists = ((Queue.OFFICER, NOBODY), (Queue.OVERDUE, "overdue"), (Queue.ESCALATED, "escalated"))
    assert [_codes(store, *one) for one in lists] == [[case.code], [], []]
    live(office, office.clock.now() + timedelta(days=7))
    assert [_codes(store, *one) for one in lists] == [[case.code]] * 3
    found = store.find(case.code)
    assert found
    office.take(found, CITIZEN, commands.Withdraw())
    assert [_codes(store, *one) for one in lists] == [[], [], []]


def test_extensions_that_wait_have_lists_of_their_own(store: CaseStore, office: Office) -> None:
    """Of the agency and of the province; once it is decided, of neither."""
    lists = ((Queue.EXTENSION, "so-xay-dung"), (Queue.EXTENSION_ASKED, "extension_asked"))
    case = office.take(
        office.in_progress(), OFFICER, commands.RequestExtension(Limit(1, "days"), "Chờ vật tư.")
    )
    assert [_codes(store, *one) for one in lists] == [[case.code]] * 2
    assert [store.count(*one, most=5, due_before=None) for one in lists] == [1, 1]
    office.take(case, LEADER, commands.DecideExtension(grant=True))
    assert [_codes(store, *one) for one in lists] == [[], []]


def test_due_work_oldest_first(store: CaseStore, office: Office) -> None:
    """The due index gives what is due at or before now, oldest first, and no more than asked."""
    cases: list[Case] = []
    for _ in range(4):
        cases.append(office.submit())
        office.clock.advance(minutes=1)
    store.save(replace(cases[3], version=2), cases[3], None, "test")
    at = office.clock.now()
    for number, case in enumerate(cases[:3]):
        later = replace(case, version=2)
        store.save(later, case, at - timedelta(minutes=number), "test")
    due = list(store.due(at, 2))
    assert [one.code for one in due] == [cases[2].code, cases[1].code]
    assert list(store.due(at - timedelta(hours=1), 5)) == []


def test_of_many_writers_one_wins(emulator_endpoint: str) -> None:
    """Twenty at once on the same version: one write goes through."""
    with cloud(emulator_endpoint):
        store = DynamoCaseStore(make_table("CasesTable"), CaseDocuments(make_sealer()))
        case = Office(store=store).submit()  # type: ignore[arg-type]
        tries = [replace(case, version=2, address=f"Ngõ {number}") for number in range(20)]
        with ThreadPoolExecutor(8) as pool:
            won = list(pool.map(lambda one: store.save(one, case, None, "test"), tries))
    assert won.count(True) == 1


def test_the_item_shows_no_personal_data(emulator_endpoint: str) -> None:
    """What the table holds in clear is ids, codes and instants; texts and places are sealed."""
    with cloud(emulator_endpoint):
        table = make_table("CasesTable")
        office = Office(store=DynamoCaseStore(table, CaseDocuments(make_sealer())))  # type: ignore[arg-type]
        case = office.submit(address="Số 7 ngõ 12", location=(22.4856, 103.9707))
        item = boto3.client("dynamodb").get_item(TableName=table, Key={"id": {"S": case.code}})
        shown = json.dumps(item["Item"], default=lambda binary: binary.decode("latin-1"))
    assert case.code in shown
    assert not [word for word in ("Ổ gà", "ngõ 12", "22.4856", "103.9707") if word in shown]


def test_the_next_instant_is_set_anew_without_a_new_version(office: Office) -> None:
    """Only of the version that was seen, and only if it differs: then the index knows it."""
    case = office.in_progress()
    later = office.clock.now() + timedelta(days=30)
    assert office.store.reschedule(case, later)
    assert not office.store.reschedule(case, later)
    assert office.store.find(case.code) == case
    codes = [due.code for due in office.store.due(later, 10)]
    assert case.code in codes
    started = office.take(case, OFFICER, commands.RequestInfo("Đoạn nào?"))
    assert not office.store.reschedule(case, None)
    assert office.store.reschedule(started, None)
    assert not office.store.reschedule(started, None)
    assert case.code not in [due.code for due in office.store.due(later, 10)]
