"""Send a list to a stage, and watch what becomes of it.

    python -m operations.import_list [--stage prod] KIND FILE
        [--mode good_rows] [--replace] [--sure]

KIND: agencies, officers, officials, team_members, eligible_citizens. Without `--mode` the list is
only checked. With `--replace` it is checked first, and who would leave is told; they go with
`--sure`. The work is done by the stage's own function, so that this command may be killed at any
time: the import goes on. Ends with 1 where rows are bad or the file was refused; the sheet with the
bad rows is then written beside the file.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chalicelib.imports.application.ports import ListFiles
from chalicelib.imports.application.starting import (
    MOST_BYTES,
    ListDesk,
    StartImport,
    faults_name,
    start_import,
)
from chalicelib.imports.domain.fault_texts import noticed_sentence, sentence
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.list_imports import (
    ImportMode,
    ImportState,
    ListImport,
)
from chalicelib.kernel.ids import new_seed, sortable_id
from chalicelib.runtime.services import Services
from operations.arguments import present_file
from operations.auditing import operator
from operations.stacks import for_any_stage, stack_of

KINDS = tuple(kind for kind in ListKind if kind is not ListKind.LEAVERS)
"""Leavers have a command of their own, which asks for the reason (`operations/revoke.py`)."""
_WIDTH = 30
_PAUSE = 0.5
Show = Callable[[str], object]


@dataclass(frozen=True)
class SentList:
    """A file that lies in the stage's bucket, and what it holds."""

    kind: ListKind
    upload_id: str


def send(product: Services, kind: ListKind, file: Path) -> SentList:
    """Put the file into the bucket; raises ValueError for one that is too large."""
    if file.stat().st_size > MOST_BYTES:
        raise ValueError(f"{file} is larger than {MOST_BYTES // 2**20} MB")
    upload_id = sortable_id(product.get(ListDesk).clock.now())
    product.get(ListFiles).put(upload_id, operator().id, file.read_bytes())
    return SentList(kind, upload_id)


def run(
    product: Services, sent: SentList, mode: ImportMode, *, replace: bool, show: Show
) -> ListImport:
    """Begin the import and wait for its end, showing how far it is. Raises Conflict
    (`import_running`, `leaving_not_shown`)."""
    desk = product.get(ListDesk)
    command = StartImport(
        operator(), sent.kind, sent.upload_id, mode, replace, new_seed(), "operations"
    )
    imported = start_import(desk, command)
    while not imported.is_finished:
        time.sleep(_PAUSE)
        imported = desk.records.find(imported.id) or imported
        show(bar(imported))
    return imported


def bar(imported: ListImport) -> str:
    """How far it is, in one line."""
    done = imported.rows_done
    filled = _WIDTH * done // imported.rows if imported.rows else 0
    shown = "#" * filled + "." * (_WIDTH - filled)
    return f"[{shown}] {imported.state.value} {done:,} of {imported.rows:,}"


def result(imported: ListImport) -> list[str]:
    """What became of it, in lines."""
    told = [
        f"{imported.state.value}: {imported.rows:,} rows, {imported.good:,} good, "
        f"{imported.unchanged:,} unchanged, {imported.bad:,} bad"
    ]
    if imported.replace:
        told.append(f"{imported.leaving:,} leave the list")
        told += [f"  {id} of {agency}" for agency, id in imported.leaving_people]
        more = imported.leaving - len(imported.leaving_people)
        told += [f"  and {more:,} more"] if imported.leaving_people and more else []
    told += [noticed_sentence(code, count, "en") for code, count in imported.noticed]
    told += [sentence(imported.why, "en")] if imported.why else []
    for fault in imported.faults:
        told.append(f"line {fault.line}, {fault.column or 'row'}: {sentence(fault, 'en')}")
    left = imported.fault_count - len(imported.faults)
    return [*told, f"and {left:,} more faults"] if left else told


def main() -> int:
    """0 where every row is good."""
    options = for_any_stage(__doc__)
    options.add_argument("kind", choices=[kind.value for kind in KINDS], metavar="KIND")
    options.add_argument("file", type=present_file)
    options.add_argument("--mode", choices=[mode.value for mode in ImportMode], default="check")
    options.add_argument("--replace", action="store_true")
    options.add_argument("--sure", action="store_true")
    given = options.parse_args()
    product = stack_of(given).adopt()
    kind, mode = ListKind(given.kind), ImportMode(given.mode)
    sent = send(product, kind, given.file)
    if given.replace and mode is not ImportMode.CHECK:
        checked = _shown_run(product, sent, ImportMode.CHECK, replace=True)
        if not given.sure or checked.state is not ImportState.DONE:
            print("nothing was written; to let them go: --sure")
            return 1
    done = _shown_run(product, sent, mode, replace=given.replace)
    if done.bad:
        place = given.file.with_name(f"{given.file.stem}-faults.xlsx")
        place.write_bytes(product.get(ListFiles).sheet(faults_name(done)))
        print("bad rows:", place)
    return 0 if done.state is ImportState.DONE and not done.bad else 1


def _shown_run(product: Services, sent: SentList, mode: ImportMode, *, replace: bool) -> ListImport:
    def show(line: str) -> None:
        print(f"\r{line:<78}", end="", flush=True)

    done = run(product, sent, mode, replace=replace, show=show)
    print()
    print("\n".join(result(done)))
    return done


if __name__ == "__main__":
    sys.exit(main())
