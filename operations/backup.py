"""Write everything that a stack holds into a folder, sealed with a key of the operator's.

    python -m operations.backup [--stage prod] [--segments 4] [--anew] FOLDER KEYFILE

A file that cannot be had is named and left out; the command then ends with 1.

Pages go to the folder as they are read. Killed, it goes on where it was when it is begun again
within a day; the marks lie beside the folder, in FOLDER.unfinished. A folder without a manifest is
no backup.

Best while nobody writes; the audit comes whole as far as its chain went, also while lines are
entered. For one exact instant of a busy stage there is point-in-time recovery
(docs/runbooks/restore.md). The key file is made where there is none: keep it apart from the backup,
for without it nothing can be read, and with it everything. Beside it stands KEYFILE.newest, with
the number of the newest backup of each stack: keep the two together.
"""

from __future__ import annotations

import sys
from dataclasses import astuple
from datetime import date, timedelta
from pathlib import Path

from chalicelib.audit.domain.chain import AuditHead
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.instants import store
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations import holdings
from operations.audit_pages import chain_end, stands_before
from operations.auditing import tell, to_the_end
from operations.backup_numbers import note_newest
from operations.resumable import for_segments, identity_of, resumable
from operations.scans import size_of, table_segments
from operations.stacks import stack_of
from operations.vault import (
    BadBackup,
    Manifest,
    OperatorKey,
    PartWriter,
    Row,
    VaultFile,
    Written,
    read_key,
    rows_by_table,
    write_manifest,
    write_part,
)
from operations.walks import Visit, Walker

KEYRING, FILES = "keyring", "files"
GOOD_FOR = timedelta(days=1)
"""What was begun longer ago is not gone on with: its tables would be of different days."""
_BEGUN, _AUDIT_END = "backup", "audit end"


def back_up(
    product: Services, folder: Path, key_file: Path, walker: Walker | None = None
) -> Manifest:
    """All tables, the bucket's files, and the keys. Raises FileExistsError for a folder in use.

    The walker's marks name files that are left out; keys and items of tables never are.
    """
    walker = walker or Walker()
    key, (backup, number) = read_key(key_file), _begun(product, folder, walker)
    parts = _Parts(walker, folder, key, backup)
    for name in holdings.TABLES:
        _write_table(product, name, walker, parts)
    walker.go(
        FILES,
        [holdings.file_segment(product, walker)],
        lambda visit: [parts.add(FILES, [row]) for row in visit.items][-1:],
        parts.keep,
    )
    manifest = Manifest(
        id=backup,
        number=number,
        stage=product.get(Settings).stage,
        account=holdings.account(),
        build=product.get(Settings).build,
        taken_at=store(product.get(Clock).now()),
        parts={**parts.files(), KEYRING: _write_keys(product, folder, key, backup)},
        quarantined=holdings.is_quarantined(product),
    )
    write_manifest(folder, key, manifest)
    note_newest(key_file, manifest)
    return manifest


def _begun(product: Services, folder: Path, walker: Walker) -> tuple[str, int]:
    """The backup's id and number; those of the one that is gone on with."""
    begun = walker.marks.noted(_BEGUN)
    if begun is None:
        if folder.exists():
            raise FileExistsError(folder)
        begun = [new_seed(), holdings.count_backup(product)]
        tell(product, AuditKind.STAGE_BACKED_UP, number=begun[1])
        walker.marks.note(_BEGUN, begun)
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    return begun[0], begun[1]


def _write_table(product: Services, name: str, walker: Walker, parts: _Parts) -> None:
    """All segments of a table, each a part, but the items that stay with their stack."""
    client, table = walker.dynamodb, holdings.table_of(product, name)
    end = _audit_end(product, walker) if name == "audit" else None

    def work(visit: Visit[Row]) -> list[_Step]:
        items = [item for item in visit.items if not holdings.stays(item)]
        if name == "audit":
            items = [item for item in items if stands_before(item, end)]
        return [parts.add(f"{name}.{visit.segment}", items)]

    segments = table_segments(client, table, walker.at_once, ConsistentRead=True)
    walker.go(name, segments, work, parts.keep, size_of(client, table))


def _audit_end(product: Services, walker: Walker) -> AuditHead | None:
    """Where the chain ended when its table was begun with: the same for all its segments."""
    noted = walker.marks.noted(_AUDIT_END)
    if noted is None:
        head = chain_end(product)
        noted = [head.day.isoformat(), head.number, head.hash] if head else []
        walker.marks.note(_AUDIT_END, noted)
    return AuditHead(date.fromisoformat(noted[0]), noted[1], noted[2]) if noted else None


def _write_keys(product: Services, folder: Path, key: OperatorKey, backup: str) -> VaultFile:
    """At the end, for what was sealed meanwhile; anew where that was interrupted."""
    (folder / KEYRING).unlink(missing_ok=True)
    return write_part(folder / KEYRING, key, backup, [list(holdings.key_sets(product))])


_Step = tuple[str, Written]


class _Parts:
    """The parts of a backup, each written by one thread; how far, stands in the marks."""

    def __init__(self, walker: Walker, folder: Path, key: OperatorKey, backup: str) -> None:
        self._walker, self._folder, self._key, self._backup = walker, folder, key, backup
        self._writers: dict[str, PartWriter] = {}

    def add(self, part: str, page: list[Row]) -> _Step:
        """One page more of this part."""
        return part, self._writer(part).add(page)

    def keep(self, steps: list[_Step]) -> None:
        """Mark how much is written."""
        for part, written in steps:
            self._walker.marks.note(_mark(part), astuple(written))

    def files(self) -> dict[str, VaultFile]:
        """All of them, now that they are whole."""
        segments = range(self._walker.at_once)
        tables = [f"{name}.{number}" for name in holdings.TABLES for number in segments]
        return {part: self._writer(part).end() for part in (*tables, FILES)}

    def _writer(self, part: str) -> PartWriter:
        if part not in self._writers:
            file, noted = self._folder / part, self._walker.marks.noted(_mark(part))
            begun = Written(*noted) if noted else Written() if file.exists() else None
            self._writers[part] = PartWriter(file, self._key, self._backup, begun)
        return self._writers[part]


def _mark(part: str) -> str:
    return f"part {part}"


def main() -> None:
    """The command."""
    options = for_segments(__doc__)
    options.add_argument("into", metavar="FOLDER", type=Path)
    options.add_argument("key", metavar="KEYFILE", type=Path)
    given = options.parse_args()
    product, folder = stack_of(given).adopt(), given.into.resolve()
    task = {"command": "backup", "stack": identity_of(product), "folder": str(folder)}
    marks = folder.with_name(f"{folder.name}.unfinished")
    with resumable(given, task, marks, GOOD_FOR) as walker:
        try:
            manifest = back_up(product, folder, given.key, walker)
        except FileExistsError:
            sys.exit(f"{folder} is there already")
        except BadBackup as bad:
            sys.exit(str(bad))
        left_out = walker.marks.left_out()
    for name, rows in rows_by_table(manifest).items():
        print(f"{rows:8} {name}")
    print(f"backup {manifest.number} of {manifest.place}")
    sys.exit(1 if left_out else 0)


if __name__ == "__main__":
    sys.exit(to_the_end(main))
