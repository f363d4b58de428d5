"""What a list costs its worker beside the calls: CPU a row, and the most memory of the process.

    python -m bench.lists eligible_citizens xlsx 50000

A process of its own for each list, so that what one leaves behind is not another's. Table and KMS
are put in place of their clients' last step, which answers at once: requests are made and answers
read as ever, and nothing goes over a wire. Files and pieces lie on the disk, sealed.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

from pynamodb.connection import Connection

from chalicelib.agencies.application.ports import Directory, DirectoryStore
from chalicelib.audit.domain.events import AuditEvent
from chalicelib.imports.application.ports import ImportRecords, ListFiles, ListHashes
from chalicelib.imports.application.starting import ListDesk, StartImport, start_import
from chalicelib.imports.application.working import WorkDesk, work_off
from chalicelib.imports.domain.kinds import TABLES, ColumnName, ListKind
from chalicelib.imports.domain.list_imports import ImportMode, ListImport
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.keys import Fingerprints, Hasher, Sealer
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import SETTINGS, Settings
from operations.arguments import whole
from tests.support.clock import FakeClock
from tests.support.directory import make_directory
from tests.support.keys import FakeFingerprints, make_hasher, make_sealer
from tests.support.list_files import list_csv, list_xlsx

_UPLOAD = "01J00000000000000000000009"
_AGENCIES = ("Sở Xây dựng", "Sở Y tế", "Sở Nội vụ")
_KINDS = tuple(kind for kind in ListKind if kind is not ListKind.LEAVERS)
_BY = Actor(Role.ADMINISTRATOR, "a1", "so-khcn", province=True)


def row_of(kind: ListKind, n: int) -> list[str]:
    """The n-th of a long list, with phone, numbers and names of its own."""
    said = {
        ColumnName.AGENCY: _AGENCIES[n % len(_AGENCIES)],
        ColumnName.AGENCY_ID: f"hoi-quan-chung-{n}",
        ColumnName.AGENCY_NAME: f"Hội quần chúng số {n}",
        ColumnName.COMMUNE: "Phường Lào Cai",
        ColumnName.EMAIL: f"cb{n}@laocai.example",
        ColumnName.FULL_NAME: f"Nguyễn Văn {'ABCDEGHIKL'[n % 10]}",
        ColumnName.HAMLET: f"Tổ {n % 40}",
        ColumnName.PERSONAL_ID: f"010190{n:06d}",
        ColumnName.PHONE: f"09{12_000_000 + n}",
        ColumnName.ROLE: "Cán bộ xử lý",
    }
    return [said.get(column.name, "") for column in TABLES[kind]]


class _FolderBucket:
    """As much of S3's client as lists use, on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._metadata: dict[str, Mapping[str, str]] = {}

    def put_object(self, *, Key: str, Body: bytes, **said: Any) -> None:  # noqa: N803
        self._path(Key).write_bytes(Body)
        self._metadata[Key] = said.get("Metadata", {})

    def get_object(self, *, Key: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        path = self._path(Key)
        length, metadata = path.stat().st_size, self._metadata[Key]
        body = BytesIO(path.read_bytes())
        return {"Body": body, "ContentLength": length, "Metadata": metadata}

    def head_object(self, *, Key: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        return {"Metadata": self._metadata[Key]}

    def delete_object(self, *, Key: str, **_: Any) -> None:  # noqa: N803
        self._path(Key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / key.replace("/", "-")


class _Records:
    """The one import."""

    def __init__(self) -> None:
        self.one: ListImport | None = None

    def start(self, started: ListImport, _event: AuditEvent, _over: str | None) -> bool:
        self.one = started
        return True

    def holder(self, _kind: ListKind) -> str | None:
        return self.one.id if self.one else None

    def find(self, _import_id: str) -> ListImport | None:
        return self.one

    def advance(self, imported: ListImport, _event: AuditEvent | None = None) -> ListImport:
        self.one = replace(imported, version=imported.version + 1)
        return self.one


class _Kms:
    """Answers as KMS does."""

    def generate_mac(self, **_: Any) -> dict[str, bytes]:
        return {"Mac": bytes(32)}


def _answer(
    _connection: Connection, operation: str, asked: Mapping[str, Any], *_: Any
) -> dict[str, Any]:
    """Nobody is there, and whatever is written is taken."""
    tables = asked.get("RequestItems", {})
    answers: dict[str, dict[str, Any]] = {
        "BatchGetItem": {"Responses": {table: [] for table in tables}, "UnprocessedKeys": {}},
        "BatchWriteItem": {"UnprocessedItems": {}},
        "Query": {"Items": [], "Count": 0, "ScannedCount": 0},
    }
    return answers.get(operation, {})


def _product(folder: Path) -> Services:
    """The worker's, whose clients of bucket and KMS answer from here."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "ap-southeast-1")
    settings = dict.fromkeys(SETTINGS, "nowhere") | {"STAGE": "local", "PROVINCE": "lao_cai"}
    made = Services(Settings(settings))
    things: dict[type[Any], Any] = {
        ImportRecords: _Records(),
        Sealer: make_sealer(),
        Hasher: make_hasher(),
        Fingerprints: FakeFingerprints(),
        Directory: make_directory(),
        Clock: FakeClock(),
    }
    for kind, thing in things.items():
        made.register_value(kind, thing)
    vars(made.get(ListFiles))["_client"] = _FolderBucket(folder)
    vars(made.get(ListHashes))["_kms"] = _Kms()
    desk, directory = made.get(WorkDesk), made.get(Directory)
    made.register_value(WorkDesk, replace(desk, store=cast("DirectoryStore", directory)))
    return made


@dataclass(frozen=True)
class ListWeight:
    """What was measured. `base` and `peak`: the process's memory in MiB before and at its most."""

    rows: int
    good: int
    cpu_ms_a_row: float
    base: float
    peak: float


def weigh(kind: ListKind, data_file: Path, folder: Path) -> ListWeight:
    """The whole way of a list that is new to the table."""
    product = _product(folder)
    desk, lists = product.get(WorkDesk), product.get(ListDesk)
    product.get(ListFiles).put(_UPLOAD, _BY.id, data_file.read_bytes())
    command = StartImport(_BY, kind, _UPLOAD, ImportMode.GOOD_ROWS, False, "seed", "c-1")
    started, base = start_import(lists, command), _peak()
    began = time.process_time()
    with patch.object(Connection, "_make_api_call", _answer):
        while work_off(desk, started.id):
            pass
    spent = time.process_time() - began
    done = desk.records.find(started.id)
    if done is None or not done.rows:
        raise SystemExit(f"nothing was read: {done and done.why}")
    return ListWeight(done.rows, done.good, spent * 1000 / done.rows, base, _peak())


def write_file(kind: ListKind, form: str, rows: int, place: Path) -> None:
    """By a process of its own, whose memory is not counted."""
    make = list_csv if form == "csv" else list_xlsx

    def write() -> None:
        place.write_bytes(make(kind, *(row_of(kind, n) for n in range(rows))))

    writer = get_context("fork").Process(target=write)
    writer.start()
    writer.join()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """One list."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("kind", type=ListKind, choices=_KINDS, metavar="KIND")
    options.add_argument("form", choices=("csv", "xlsx"))
    options.add_argument("rows", type=whole(1, 50_000))
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "list"
        write_file(given.kind, given.form, given.rows, place)
        told = weigh(given.kind, place, Path(folder))
    print(
        f"{given.kind.value} {given.form}: {told.rows:,} rows, {told.good:,} good, "
        f"{told.cpu_ms_a_row:.2f} ms of CPU a row, {told.base:.0f} MiB before, {told.peak:.0f} most"
    )


if __name__ == "__main__":
    main()
