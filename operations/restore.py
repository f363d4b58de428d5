"""Bring a backup back into an empty stack: one that was just deployed, and loaded at most.

    python -m operations.restore [--stage prod] [--number 12] [--segments 4] [--anew] FOLDER KEYFILE

Everything is checked before the first write: signature, checksums, and that no newer backup of the
stack is known beside the key, unless this one is asked for by its number. The directory, its people
and their passwords are replaced by those of the backup; the keys are wrapped by the new stack's KMS
key. Messages come back before cases, and the audit before all, so that what the stream then tells
finds every message sent and every line entered already. Claims on phones and personal numbers are
made anew from accounts and officers, by the new stack's key of hashes. A restore that was
interrupted is repeated with the same backup, and goes on where it was if nobody else has begun one
since. An item or file that the stack refuses is named and left out, and the command ends with 1.
Memory is bounded by a page for each segment: parts are read, checked and written page by page.

A stack that holds what was another's (another stage or account) is in quarantine until `make
release`: no message leaves. Sessions, sign-ins and kept answers do not come back there, and the
stack seals and signs with a key set of its own.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.functions import FUNCTIONS
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.isolation import Isolation
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations import holdings
from operations.arguments import whole
from operations.auditing import tell, to_the_end
from operations.backup import FILES, KEYRING
from operations.backup_numbers import check_number
from operations.claims import CLAIMS, claim_all
from operations.holdings import RESTORING
from operations.key_custody import KeyringTaken, custodian_of
from operations.marks import Mark
from operations.resumable import for_segments, identity_of, resumable
from operations.scans import BatchWriter
from operations.stacks import Stack, stack_of
from operations.staff_claims import STAFF_CLAIMS, claim_staff_phones
from operations.vault import (
    MANIFEST,
    BadBackup,
    Manifest,
    OperatorKey,
    Place,
    Row,
    parts_of,
    place_of,
    read_key,
    read_manifest,
    read_page,
    read_part,
    rows_by_table,
)
from operations.walks import Segment, Visit, Walker

_ORDER = ("ledger", "messages", "figures", "campaign", "people", "cases")
_RUN = "run"
_VOID_ELSEWHERE = {"people": ("R#", "S#", "F#", "V#", "K#"), "ledger": ("I#",)}
"""What lets somebody go on where they were, or in by a link: good in the stack alone where it was
begun."""

_MADE_ANEW = {"people": CLAIMS, "directory": STAFF_CLAIMS}
"""Claims are by hashes that only the KMS key of the other stack makes."""


class NotEmpty(Exception):
    """The table that holds something already."""


def restore(
    stack: Stack,
    product: Services,
    folder: Path,
    key_file: Path,
    walker: Walker | None = None,
    number: int | None = None,
) -> Manifest:
    """All of it, but for what the walker's marks name as left out. Raises BadBackup and NotEmpty
    before anything is written. `number`: the one backup that is meant; None: the newest known."""
    walker = walker or Walker()
    source = _opened(folder, key_file, number)
    manifest, backup = source.manifest, hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    _begin(product, walker, backup)
    moved = _is_of_another(product, manifest)
    if moved:
        holdings.quarantine(product)
    bringing = _Bringing(product, source, walker, _VOID_ELSEWHERE if moved else {})
    walker.marks.once("keys", lambda: _found_anew(product, source, walker, moved))
    bringing.replace("audit")
    bringing.bring_back("directory")
    claim_staff_phones(product, walker)
    walker.marks.once("functions", lambda: start_anew(stack, backup))
    for name in _ORDER:
        bringing.replace(name)
        if name == "people":
            claim_all(product, walker)
    bringing.bring_back_files()
    told = {"backup": backup, "moved": moved}
    walker.marks.once("told", lambda: tell(product, AuditKind.STAGE_RESTORED, **told))
    holdings.put_mark(product, RESTORING, None)
    return manifest


def _begin(product: Services, walker: Walker, backup: str) -> None:
    """Write into the stack which backup is brought back, and by which run of the command.

    The marks of a run hold for a stack that says that this run was the last to begin.
    """
    present, run = holdings.read_mark(product, RESTORING), walker.marks.noted(_RUN)
    if run is not None and present == f"{backup}.{run}":
        return
    if (present or "").partition(".")[0] != backup:
        _check_empty(product)
    walker.marks.restart()
    run = new_seed()[:16]
    holdings.put_mark(product, RESTORING, f"{backup}.{run}")
    walker.marks.note(_RUN, run)


def _found_anew(product: Services, source: _BackupSource, walker: Walker, moved: bool) -> None:
    """The directory empty but for the backup's keys, and a set of its own where it has moved."""
    holdings.clear(product, "directory", walker)
    sets = [row for page in source.pages(KEYRING) for row in page]
    holdings.put_key_sets(product, sets)
    if moved:
        custodian_of(product.get(Settings)).rotate(leaked=True)


def start_anew(stack: Stack, mark: str) -> None:
    """Let no function go on with the keys and the directory that it remembers."""
    client = stack.clients("lambda")
    for function in FUNCTIONS:
        name = f"{stack.name}-{function.name}"
        variables = client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
        client.update_function_configuration(
            FunctionName=name, Environment={"Variables": {**variables, "RESTORED": mark[:12]}}
        )
        client.get_waiter("function_updated_v2").wait(FunctionName=name)


def _is_of_another(product: Services, manifest: Manifest) -> bool:
    """Whether it holds what is another stack's, or was and nobody has released it."""
    here = place_of(product.get(Settings).stage, holdings.account())
    return manifest.quarantined or manifest.place != here


def _check_empty(product: Services) -> None:
    begun = (("cases", None), ("people", "A#"), ("messages", None), ("figures", None))
    for name, having in begun:
        if not holdings.is_empty(product, name, having):
            raise NotEmpty(name)


@dataclass(frozen=True)
class _BackupSource:
    """A backup whose manifest was found to be good."""

    folder: Path
    key: OperatorKey
    manifest: Manifest

    def pages(self, part: str) -> Iterator[list[Row]]:
        """All pages of a part."""
        return read_part(self.folder / part, self.key, self.manifest.id)

    def read(self, most: int, part: str, mark: Mark, _isolation: Isolation) -> tuple[Any, Mark]:
        """The rows of the next pages, at most so many of them, and where the next one stands."""
        rows: list[Row] = []
        place: Place | None = (mark[0], mark[1]) if mark else (0, 0)
        for _ in range(most):
            if place is not None:
                found, place = read_page(self.folder / part, self.key, self.manifest.id, place)
                rows += found
        return rows, place

    def segments(self, name: str, most: int = 1) -> list[Segment[Row]]:
        """The parts that hold a table, or the files."""
        return [Segment(p, partial(self.read, most, p)) for p in parts_of(self.manifest, name)]


def _opened(folder: Path, key_file: Path, number: int | None) -> _BackupSource:
    if not key_file.exists():
        raise BadBackup(f"there is no key file {key_file}")
    key = read_key(key_file)
    manifest = read_manifest(folder, key)
    check_number(key_file, manifest, number)
    return _BackupSource(folder, key, manifest)


@dataclass(frozen=True)
class _Bringing:
    """Brings tables back, page by page, all parts of one at the same time."""

    product: Services
    source: _BackupSource
    walker: Walker
    void: Mapping[str, tuple[str, ...]]

    def replace(self, name: str) -> None:
        """The table's items by those of the backup."""
        holdings.clear(self.product, name, self.walker)
        self.bring_back(name)

    def bring_back(self, name: str) -> None:
        """All items of the table but those whose keys make them void here."""
        writer = BatchWriter(self.walker.dynamodb, holdings.table_of(self.product, name))
        apart = (*self.void.get(name, ()), *_MADE_ANEW.get(name, ()))

        def work(visit: Visit[Row]) -> None:
            kept = [one for one in visit.items if not (apart and _key(one).startswith(apart))]
            holdings.put_page(writer, name, kept, visit.isolation)

        rows = rows_by_table(self.source.manifest).get(name, 0)
        self.walker.go(name, self.source.segments(name), work, total=rows)

    def bring_back_files(self) -> None:
        """Into the bucket."""
        self.walker.go(
            FILES,
            self.source.segments(FILES, self.walker.at_once),
            lambda visit: holdings.put_files(self.product, self.walker, visit),
            total=rows_by_table(self.source.manifest).get(FILES, 0),
        )


def _key(item: Row) -> str:
    return str((item.get("pk") or item["id"])["S"])


def main() -> None:
    """The command."""
    options = for_segments(__doc__)
    options.add_argument("source", metavar="FOLDER", type=Path)
    options.add_argument("key", metavar="KEYFILE", type=Path)
    options.add_argument("--number", type=whole(1), help="the backup that is meant")
    given = options.parse_args()
    stack = stack_of(given)
    product = stack.adopt()
    task = {"command": "restore", "stack": identity_of(product)}
    with resumable(given, task) as walker:
        try:
            manifest = restore(stack, product, given.source, given.key, walker, given.number)
        except (BadBackup, KeyringTaken) as bad:
            sys.exit(str(bad))
        except NotEmpty as found:
            sys.exit(f"the stack is not empty: {found} holds something")
        left_out = walker.marks.left_out()
    for name, rows in rows_by_table(manifest).items():
        print(f"{rows:8} {name}")
    print(f"backup {manifest.number} of {manifest.place}")
    if holdings.is_quarantined(product):
        print("in quarantine: no message leaves until `make release`")
    sys.exit(1 if left_out else 0)


if __name__ == "__main__":
    sys.exit(to_the_end(main))
