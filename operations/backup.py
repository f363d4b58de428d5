"""Write everything that a stack holds into a folder, sealed with a key of the operator's.

    python -m operations.backup [--stage prod] FOLDER KEYFILE

Best while nobody writes; for one exact instant of a busy stage there is point-in-time recovery
(docs/runbooks/restore.md). The key file is made where there is none: keep it apart from the backup,
for without it nothing can be read, and with it everything.
"""

from __future__ import annotations

import sys
from pathlib import Path

from chalicelib.bootstrap import Container
from chalicelib.domain.instants import store
from operations import holdings
from operations.stacks import for_any_stage, stack_of
from operations.vault import Manifest, Part, read_key, write_manifest, write_part

KEYRING, FILES = "keyring", "files"


def back_up(product: Container, folder: Path, key_file: Path) -> Manifest:
    """All tables, the bucket's files, and the keys. Raises FileExistsError for a folder in use."""
    folder.mkdir(parents=True, mode=0o700)
    key = read_key(key_file)
    parts: dict[str, Part] = {}
    for name in holdings.TABLES:
        parts[name] = write_part(folder / name, key, holdings.pages_of(product, name))
    parts[FILES] = write_part(folder / FILES, key, holdings.files_of(product))
    parts[KEYRING] = write_part(folder / KEYRING, key, [list(holdings.key_sets(product))])
    manifest = Manifest(
        stage=product.settings.stage,
        build=product.settings.build,
        taken_at=store(product.clock.now()),
        parts=parts,
    )
    write_manifest(folder, manifest)
    return manifest


def main() -> None:
    """The command."""
    options = for_any_stage(__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("key", type=Path)
    given = options.parse_args()
    try:
        manifest = back_up(stack_of(given).adopt(), given.folder, given.key)
    except FileExistsError:
        sys.exit(f"{given.folder} is there already")
    for name, part in manifest.parts.items():
        print(f"{part.rows:8} {name}")


if __name__ == "__main__":
    main()
