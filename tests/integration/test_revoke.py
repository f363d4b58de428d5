"""Many accounts revoked by one file: how many calls each costs, and what the same file does again.

With people of all agencies; each has left the table's claims, and the audit knows who and why.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import boto3
import pytest

from bench.meter import Meter
from chalicelib.agencies.application.ports import Directory, DirectoryStore
from chalicelib.imports.application.ports import ListFiles
from chalicelib.imports.application.starting import ListDesk, StartImport, start_import
from chalicelib.imports.application.working import WorkDesk, work_off
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import ImportMode, ImportState
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.keys import Sealer
from chalicelib.runtime.dynamodb.session import share_session
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.staff.application.leaver_lists import sealed_for_list
from operations import revoke
from operations.first_load import load
from tests.support.directory import make_officer
from tests.support.list_files import list_csv
from tests.support.samples import empty_product_on_moto, keep_session

LEAVING = 130
MOST_CALLS = 4
"""Of each, agencies' rosters and all that a run does once among them."""


@pytest.fixture
def product(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    keep_session(monkeypatch)
    with empty_product_on_moto() as product:
        share_session()  # of moto's: what was there before is not what clients are made of
        product.register_value(Meter, Meter(boto3.DEFAULT_SESSION._session))
        load(product, ())
        yield product


@pytest.fixture
def meter(product: Services) -> Meter:
    """Of all the product's clients."""
    return product.get(Meter)


def people(product: Services, count: int) -> list[str]:
    """So many officers, and a leader, over all the agencies."""
    agencies, store = product.get(Directory).agencies(), product.get(DirectoryStore)
    ids = []
    for n in range(count):
        agency = agencies[n % len(agencies)].id
        phone = f"+8491{n:07d}"
        officer = make_officer(f"cb{n:04d}", agency, Role.OFFICER, phone=phone)
        assert store.save_officer(officer, None)
        ids.append(officer.id)
    store.announce()
    return ids


def run(
    product: Services, file: Path, monkeypatch: pytest.MonkeyPatch, *options: str
) -> int | str | None:
    """The command's exit."""
    stack = SimpleNamespace(adopt=lambda: product)
    monkeypatch.setattr(revoke, "stack_of", lambda _given: stack)
    argv = ["revoke", "--reason", "Sắp xếp lại tổ chức", *options, str(file)]
    monkeypatch.setattr(sys, "argv", argv)
    with pytest.raises(SystemExit) as ended:
        revoke.main()
    return ended.value.code


def file_of(ids: list[str], folder: Path) -> Path:
    """As a spreadsheet writes it."""
    file = folder / "leaving.csv"
    file.write_text("\n".join(["name,id", *(f"x,{id}" for id in ids)]), encoding="utf-8-sig")
    return file


def test_many_are_revoked_by_one_file_at_few_calls_each(
    product: Services, meter: Meter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file again changes nothing; each has a line that says who and, sealed, why."""
    ids = people(product, LEAVING)
    file = file_of(ids, tmp_path)
    with meter.counting() as tally:
        assert run(product, file, monkeypatch) == 0
    of_clock = [c for c in tally.calls if str(c.parameters.get("TableName")).startswith("Ledger")]
    assert {call.operation for call in of_clock} == {"GetItem"}  # the clock that moves, here alone
    assert 2 * LEAVING <= len(tally.calls) - len(of_clock) <= MOST_CALLS * LEAVING
    asked = {call.service for call in tally.calls}
    assert asked == {"dynamodb", "kms", "sts"}  # of whom the credentials are
    left = [product.get(DirectoryStore).find_officer(id) for id in (ids[0], ids[-1])]
    assert not any(one is None or one.active for one in left)
    before = events(product)
    assert len(before) == LEAVING
    assert all(one["actor"]["id"].startswith("operator:") for one in before)
    assert all("sealed_reason" in one["what"] for one in before)
    assert run(product, file, monkeypatch) == 0
    assert events(product) == before


def test_who_cannot_be_revoked_is_named(
    product: Services,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The others are, and the exit says that somebody was left out."""
    (id,) = people(product, 1)
    file = file_of(["nobody", id], tmp_path)
    assert run(product, file, monkeypatch) == 1
    told = capsys.readouterr()
    assert told.err == "left out: nobody (officer_not_found)\n"
    assert told.out == "1 revoked, 0 unchanged, 1 refused; 0 cases handed over\n"


def test_a_file_without_the_column_is_refused(
    product: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is done; so is somebody who cannot take over."""
    file = tmp_path / "wrong.csv"
    file.write_text("code\ncb0000\n", encoding="utf-8")
    assert run(product, file, monkeypatch) == "the file has no column `id`"
    (id,) = people(product, 1)
    refused = run(product, file_of([id], tmp_path), monkeypatch, "--to", "nobody")
    assert "hand_over_to" in str(refused)


def events(product: Services) -> list[dict[str, object]]:
    """What the stream would tell of the revocations."""
    table = boto3.resource("dynamodb").Table(product.get(Settings).directory_table)
    told, start = [], {}
    while True:
        page = table.scan(**start)
        told += [json.loads(item["event"]) for item in page["Items"] if item.get("event")]
        if "LastEvaluatedKey" not in page:
            break
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    return sorted(
        (one for one in told if one["type"] == "officer.revoked"), key=lambda one: one["id"]
    )


def test_a_list_that_is_sent_costs_no_more(
    product: Services, meter: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each account ends once, and with its line; of the calls one is KMS's hash of the phone."""
    monkeypatch.setattr("chalicelib.imports.application.working.ROWS_A_PIECE", 50)
    ids = people(product, LEAVING)
    upload = "01K1QX4F7H2Q9S5D3G8J6K0M1N"
    data = list_csv(ListKind.LEAVERS, *([f"user.{id}", ""] for id in ids))
    product.get(ListFiles).put(upload, "op", data)
    by = Actor(Role.ADMINISTRATOR, "op", "so-khcn", province=True)
    reason = sealed_for_list(product.get(Sealer), upload, "Sắp xếp lại tổ chức")
    command = StartImport(
        by, ListKind.LEAVERS, upload, ImportMode.GOOD_ROWS, False, "s", "c-1", reason
    )
    started, desk = start_import(product.get(ListDesk), command), product.get(WorkDesk)
    with meter.counting() as tally:
        while work_off(desk, started.id):
            pass
    of_clock = [c for c in tally.calls if str(c.parameters.get("TableName")).startswith("Ledger")]
    assert LEAVING <= len(tally.calls) - len(of_clock) <= MOST_CALLS * LEAVING
    done = product.get(ListDesk).records.find(started.id)
    assert done
    assert (done.state, done.good, done.bad) == (ImportState.DONE, LEAVING, 0)
    found = product.get(DirectoryStore).find_by_usernames([f"user.{id}" for id in ids])
    assert {(one.active, one.version) for one in found.values()} == {(False, 2)}
