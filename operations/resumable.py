"""Commands that go through much: by segments, and on from where they were when they were killed.

`--segments N` says how many threads work, and into how many segments each table falls. The marks
lie in FOLDER/marks; `--anew` forgets them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3

from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations import holdings
from operations.arguments import whole
from operations.marks import MarkBook, MarksInUse
from operations.stacks import for_any_stage
from operations.walks import Walker

SEGMENTS = 4
"""(default) As many as a laptop keeps busy; with more, a table's capacity is the bound."""
MOST_SEGMENTS = 64


def for_segments(text: str | None) -> argparse.ArgumentParser:
    """Options of such a command."""
    options = for_any_stage(text)
    options.add_argument("--segments", type=whole(1, MOST_SEGMENTS), default=SEGMENTS)
    options.add_argument("--anew", action="store_true", help="forget how far it came")
    return options


@contextmanager
def resumable(
    given: argparse.Namespace,
    task: Mapping[str, Any],
    file: Path | None = None,
    good_for: timedelta | None = None,
) -> Iterator[Walker]:
    """A walker that goes on with this task; its marks go when the block comes to its end.

    They stay when it does not, for the next run. `file`: None for the usual place, by the task's
    member `command`. Ends the process where another works with the same marks, and where somebody
    stops it.
    """
    file = file or given.folder / "marks" / f"{task['command']}-{given.stage}"
    try:
        marks = MarkBook(file)
    except MarksInUse as refusal:
        sys.exit(str(refusal))
    if given.anew:
        marks.forget()
    since = marks.begin(task, given.segments, datetime.now(UTC), good_for)
    if since is not None and marks.any_passed:
        segments = f"{marks.segments} segments"
        print(f"going on with what was begun at {since:%Y-%m-%d %H:%M} UTC, in {segments}")
    try:
        yield Walker(marks)
    except KeyboardInterrupt:
        sys.exit("stopped: begin again, and it goes on where it was")
    marks.finish()


def identity_of(product: Services) -> list[str]:
    """What tells this stack from all others, one of the same name that was made later too."""
    name = product.get(Settings).cases_table
    table = boto3.client("dynamodb").describe_table(TableName=name)["Table"]
    return [holdings.account(), name, table["CreationDateTime"].isoformat()]
