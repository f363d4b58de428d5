"""Bring a backup back into an empty stack: one that was just deployed, and loaded at most.

    python -m operations.restore [--stage prod] [--number 12] FOLDER KEYFILE

Everything is checked before the first write: signature, checksums, and that no newer backup of the
stack is known beside the key, unless this one is asked for by its number. The directory, its people
and their passwords are replaced by those of the backup; the keys are wrapped by the new stack's KMS
key. Messages come back before cases, and the audit before all, so that what the stream then tells
finds every message sent and every line entered already. Claims on phones and personal numbers are
made anew from the accounts, by the new stack's key of hashes. A restore that was interrupted is
repeated with the same backup. An item or file that the stack refuses is named and left out, and the
command ends with 1.

A stack that holds what was another's (another stage or account) is in quarantine until `make
release`: no message leaves. Sessions, sign-ins and kept answers do not come back there, and the
stack seals and signs with a key set of its own.
"""

from __future__ import annotations

import hashlib
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.functions import FUNCTIONS
from chalicelib.kernel.isolation import Isolation
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations import holdings
from operations.arguments import whole
from operations.auditing import tell
from operations.backup import FILES, KEYRING
from operations.claims import CLAIMS, claim_all
from operations.faults import told
from operations.key_custody import KeyringTaken, custodian_of
from operations.progress import ProgressBar
from operations.stacks import Stack, for_any_stage, stack_of
from operations.vault import (
    MANIFEST,
    BadBackup,
    Manifest,
    OperatorKey,
    Row,
    check_number,
    place_of,
    read_key,
    read_manifest,
    read_part,
)

_ORDER = ("ledger", "messages", "figures", "people", "cases")
_MARK = "restoring"
_VOID_ELSEWHERE = {"people": ("R#", "S#", "F#"), "ledger": ("I#",)}
"""What lets somebody go on where they were: good in the stack alone where it was begun."""

_MADE_ANEW = {"people": CLAIMS}
"""Claims are by hashes that only the KMS key of the other stack makes."""


class NotEmpty(Exception):
    """The table that holds something already."""


def restore(
    stack: Stack,
    product: Services,
    folder: Path,
    key_file: Path,
    isolation: Isolation,
    number: int | None = None,
) -> Manifest:
    """All of it, but for what the isolation keeps. Raises BadBackup and NotEmpty before anything
    is written. `number`: the one backup that is meant; None: the newest that is known."""
    source = _opened(folder, key_file, number)
    manifest = source.manifest
    sets = [row for page in source.pages(KEYRING) for row in page]
    mark = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    if _present_mark(product) != mark:
        _check_empty(product)
    moved = _is_of_another(product, manifest)
    if moved:
        holdings.quarantine(product)
    void = _VOID_ELSEWHERE if moved else {}
    holdings.clear(product, "directory")
    _put_mark(product, mark)
    holdings.put_key_sets(product, sets)
    if moved:
        custodian_of(product.get(Settings)).rotate(leaked=True)
    _replace(product, "audit", source, isolation)
    _bring_back(product, "directory", source, isolation)
    start_anew(stack, mark)
    for name in _ORDER:
        apart = (*void.get(name, ()), *_MADE_ANEW.get(name, ()))
        _replace(product, name, source, isolation, apart)
        if name == "people":
            deque(claim_all(product, isolation, ProgressBar()), maxlen=0)
    for page in source.pages(FILES):
        for row in page:
            with isolation.of(row["key"]):
                holdings.put_file(product, row)
    _put_mark(product, None)
    tell(product, AuditKind.STAGE_RESTORED, backup=mark, moved=moved)
    return manifest


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

    def pages(self, name: str) -> Iterator[list[Row]]:
        return read_part(self.folder / name, self.key, self.manifest.id)


def _opened(folder: Path, key_file: Path, number: int | None) -> _BackupSource:
    if not key_file.exists():
        raise BadBackup(f"there is no key file {key_file}")
    key = read_key(key_file)
    manifest = read_manifest(folder, key)
    check_number(key_file, manifest, number)
    return _BackupSource(folder, key, manifest)


def _replace(
    product: Services,
    name: str,
    source: _BackupSource,
    isolation: Isolation,
    void: tuple[str, ...] = (),
) -> None:
    holdings.clear(product, name)
    _bring_back(product, name, source, isolation, void)


def _bring_back(
    product: Services,
    name: str,
    source: _BackupSource,
    isolation: Isolation,
    void: tuple[str, ...] = (),
) -> None:
    """All items of the table but those whose ids begin so."""
    for page in source.pages(name):
        kept = [item for item in page if not (void and item["id"]["S"].startswith(void))]
        holdings.put_page(product, name, kept, isolation)


def _present_mark(product: Services) -> str | None:
    return holdings.read_mark(product, _MARK)


def _put_mark(product: Services, mark: str | None) -> None:
    holdings.put_mark(product, _MARK, mark)


def main() -> None:
    """The command."""
    options = for_any_stage(__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("key", type=Path)
    options.add_argument("--number", type=whole(1), help="the backup that is meant")
    given = options.parse_args()
    stack, left_out = stack_of(given), told()
    product = stack.adopt()
    try:
        manifest = restore(stack, product, given.folder, given.key, left_out, given.number)
    except (BadBackup, KeyringTaken) as bad:
        sys.exit(str(bad))
    except NotEmpty as found:
        sys.exit(f"the stack is not empty: {found} holds something")
    for name, part in manifest.parts.items():
        print(f"{part.rows:8} {name}")
    print(f"backup {manifest.number} of {manifest.place}")
    if holdings.is_quarantined(product):
        print("in quarantine: no message leaves until `make release`")
    sys.exit(1 if left_out.broken else 0)


if __name__ == "__main__":
    main()
