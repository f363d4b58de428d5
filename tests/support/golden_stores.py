"""Where a thing of each stored kind is written and read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.agencies.adapters.directory import DynamoDirectory
from chalicelib.agencies.adapters.directory_store import DynamoDirectoryStore
from chalicelib.audit.adapters.audit_book import DynamoAuditBook
from chalicelib.audit.adapters.audit_data import load_audit_policy
from chalicelib.audit.adapters.audit_trail import DynamoAuditTrail
from chalicelib.audit.application.ports import AuditFilter
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.adapters.case_documents import CaseDocuments
from chalicelib.cases.adapters.cases import DynamoCaseStore
from chalicelib.cases.domain.cases import (
    Case,
)
from chalicelib.figures.adapters import figure_items
from chalicelib.figures.adapters.figure_log import DynamoFigureLog
from chalicelib.identity.adapters.blocks import DynamoBlocks
from chalicelib.identity.adapters.people import DynamoAccounts
from chalicelib.identity.domain.blocks import AccountBlock
from chalicelib.imports.adapters.entries import DynamoListEntries
from chalicelib.imports.domain.entries import ListEntry
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.messages.adapters.message_policy_file import load_message_policy
from chalicelib.messages.adapters.messages import DynamoMessageStore
from chalicelib.rules.adapters.rulebook import DynamoRulebook
from chalicelib.rules.domain.rules import Edition, Rules, written
from chalicelib.runtime.dynamodb import schemas
from chalicelib.runtime.dynamodb.directory_items import DirectoryKind
from chalicelib.runtime.dynamodb.entries import DynamoEntries
from chalicelib.runtime.dynamodb.versioned_store import DynamoVersionedStore
from chalicelib.runtime.faults import MetricFaults
from chalicelib.runtime.http.idempotency.dynamodb_ledger import DynamoRequestLedger
from chalicelib.runtime.http.idempotency.keys import KeptAnswer, read_answer, write_answer
from chalicelib.runtime.http.idempotency.ledger import RequestRecord
from chalicelib.uploads.adapters.records import DynamoUploadStore
from chalicelib.uploads.domain.uploads import ExaminationResult, Refusal
from tests.support.calendars import HOLIDAYS
from tests.support.cases import LEADER
from tests.support.clock import NOW, FakeClock
from tests.support.directory import LAO_CAI
from tests.support.golden import Kind
from tests.support.golden_things import CODE, LATER, SEALER
from tests.support.keys import FakeFingerprints, make_hasher
from tests.support.uploads import make_upload


def cases(table: str) -> DynamoCaseStore:
    return DynamoCaseStore(table, CaseDocuments(SEALER))


def write_case(table: str, case: Case) -> None:
    cases(table).create(case, NOW, "c-1")


def read_card(table: str) -> Any:
    item = cases(table)._cards.get(CODE)
    return CaseDocuments(SEALER).open_card(CODE, item.card)


def write_upload(table: str, id: str) -> None:
    records = DynamoUploadStore(table)
    upload = replace(make_upload(id), open_until=LATER)
    records.add(upload)
    records.conclude(id, ExaminationResult(LATER, Refusal.UNREADABLE, True))
    records.write([records.expiring(upload)])


def sealed(letter: str, schema: schemas.Schema, make: Any) -> Kind:
    def store(table: str) -> DynamoVersionedStore[Any]:
        return DynamoVersionedStore(table, letter, schema, type(make()), SEALER)

    def write(table: str, thing: Any) -> bool:
        return store(table).put(thing)

    return Kind(schema, "PeopleTable", make, write, lambda table: store(table).find("1"))


def accounts(table: str) -> DynamoAccounts:
    return DynamoAccounts(table, SEALER)


def directory(table: str) -> DynamoDirectory:
    return DynamoDirectory(
        table,
        SEALER,
        make_hasher(),
        FakeClock(),
        LAO_CAI.rules,
        HOLIDAYS,
    )


def store(table: str) -> DynamoDirectoryStore:
    return DynamoDirectoryStore(table, SEALER, make_hasher(), FakeFingerprints())


def edition(schema: schemas.Schema, rules: Rules, first: Any) -> Kind:
    return Kind(
        schema,
        "DirectoryTable",
        lambda: Edition(first.version, written(rules, first), NOW, "s1"),
        lambda table, edition: DynamoRulebook(table).add(rules, edition),
        lambda table: DynamoRulebook(table).editions(rules)[0],
        made_of_files=True,
    )


def blocks(table: str) -> DynamoBlocks:
    return DynamoBlocks(table, SEALER, MetricFaults())


def write_block(table: str, block: AccountBlock) -> None:
    event = AuditEvent(AuditKind.ACCOUNT_BLOCKED, NOW, LEADER, "request-1")
    blocks(table).write([blocks(table).putting(block, None, event)])


def entry(schema: schemas.Schema, kind: DirectoryKind, make: Any, event: AuditEvent) -> Kind:
    def store(table: str) -> DynamoEntries[Any]:
        return DynamoEntries(table, kind, schema, type(make()), SEALER)

    def read(table: str) -> Any:
        """On whichever list the golden document stands."""
        found = (store(table).find(part, make().id) for part in make().parts)
        return next((one for one in found if one), None)

    def write(table: str, thing: Any) -> bool:
        return store(table).put(thing, None, event)

    return Kind(schema, "DirectoryTable", make, write, read)


def log(table: str) -> DynamoFigureLog:
    return DynamoFigureLog(table, FakeClock())


def messages(table: str) -> DynamoMessageStore:
    return DynamoMessageStore(table, SEALER, load_message_policy())


def write_links(table: str, links: Any) -> bool:
    return DynamoAuditTrail(table, load_audit_policy()).add(links)


def read_lines(table: str) -> Any:
    book = DynamoAuditBook(table, MetricFaults())
    wanted = AuditFilter(date(2026, 8, 3), date(2026, 8, 4), subject=CODE)
    return book.page(wanted, 10, None).items


def write_log_page(table: str, cells: Any) -> None:
    page = figure_items.page_anew(figure_items.item_class(table), "2026-08", 0, cells)
    page.version = 1
    page.save()


def finish_request(table: str, answer: KeptAnswer) -> None:
    record, ledger = RequestRecord("I#1", "hash", "seed", NOW, LATER), DynamoRequestLedger(table)
    ledger.begin(record, NOW)
    ledger.finish(record, write_answer(answer))


def kept_answer(table: str) -> KeptAnswer:
    class_ = DynamoRequestLedger(table)._items
    return read_answer(class_.get("I#1").answer)


def read_entry(table: str) -> ListEntry:
    return next(iter(DynamoListEntries(table).of(ListKind.ELIGIBLE_CITIZENS, "02647")))
