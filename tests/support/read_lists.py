"""What is read of a file with a list, or why it is refused."""

from __future__ import annotations

import pytest

from chalicelib.imports.adapters.list_files import TableFiles
from chalicelib.imports.domain.cells import FileRefused
from chalicelib.imports.domain.fault_texts import sentence
from chalicelib.imports.domain.kinds import ListKind
from chalicelib.imports.domain.reading import ListRow, read_list
from tests.support.list_files import ROWS, known

KIND = ListKind.ELIGIBLE_CITIZENS
GOOD = list(ROWS[KIND])


def read(data: bytes, kind: ListKind = KIND) -> tuple[list[ListRow], dict[str, int]]:
    """The rows of a file, and what was noticed."""
    found = read_list(kind, TableFiles().open(kind, data), known())
    rows = list(found.rows)
    return rows, dict(found.noticed)


def refused(data: bytes) -> str:
    """Why the file as a whole was not taken; the reason has a sentence."""
    with pytest.raises(FileRefused) as why:
        read(data)
    assert sentence(why.value.fault, "vi")
    return why.value.fault.code
