"""Write everything that a stack holds into a folder, sealed with a key of the operator's.

    python -m operations.backup [--stage prod] FOLDER KEYFILE

A file that cannot be had is named and left out; the command then ends with 1.

Best while nobody writes; the audit comes whole as far as its chain went, also while lines are
entered. For one exact instant of a busy stage there is point-in-time recovery
(docs/runbooks/restore.md). The key file is made where there is none: keep it apart from the backup,
for without it nothing can be read, and with it everything. Beside it stands KEYFILE.newest, with
the number of the newest backup of each stack: keep the two together.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.instants import store
from chalicelib.kernel.isolation import Isolation
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations import holdings
from operations.audit_pages import chain_end, pages_until
from operations.auditing import tell
from operations.faults import told
from operations.stacks import for_any_stage, stack_of
from operations.vault import (
    Manifest,
    Row,
    VaultFile,
    note_newest,
    read_key,
    write_manifest,
    write_part,
)

KEYRING, FILES = "keyring", "files"


def back_up(product: Services, folder: Path, key_file: Path, isolation: Isolation) -> Manifest:
    """All tables, the bucket's files, and the keys. Raises FileExistsError for a folder in use.

    The isolation keeps files that are left out; keys and items of tables never are.
    """
    folder.mkdir(parents=True, mode=0o700)
    key, backup = read_key(key_file), new_seed()
    number = holdings.count_backup(product)
    tell(product, AuditKind.STAGE_BACKED_UP, number=number)
    parts: dict[str, VaultFile] = {}

    def write(name: str, pages: Iterable[list[Row]]) -> None:
        parts[name] = write_part(folder / name, key, backup, pages)

    for name in holdings.TABLES:
        if name == "audit":
            write(name, pages_until(product, chain_end(product)))
        else:
            write(name, holdings.pages_of(product, name))
    write(FILES, holdings.files_of(product, isolation))
    write(KEYRING, [list(holdings.key_sets(product))])
    manifest = Manifest(
        id=backup,
        number=number,
        stage=product.get(Settings).stage,
        account=holdings.account(),
        build=product.get(Settings).build,
        taken_at=store(product.get(Clock).now()),
        parts=parts,
        quarantined=holdings.is_quarantined(product),
    )
    write_manifest(folder, key, manifest)
    note_newest(key_file, manifest)
    return manifest


def main() -> None:
    """The command."""
    options = for_any_stage(__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("key", type=Path)
    given = options.parse_args()
    left_out = told()
    try:
        manifest = back_up(stack_of(given).adopt(), given.folder, given.key, left_out)
    except FileExistsError:
        sys.exit(f"{given.folder} is there already")
    for name, part in manifest.parts.items():
        print(f"{part.rows:8} {name}")
    print(f"backup {manifest.number} of {manifest.place}")
    sys.exit(1 if left_out.broken else 0)


if __name__ == "__main__":
    main()
