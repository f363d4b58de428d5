"""The emulator, with one copy of each package for all the processes that run it, and with policies
and conditions that are read once.

It would unpack the package of every function for every process that it starts: thousands of files,
a hundred megabytes, and a core kept busy for longer than the process takes to start. As on Lambda,
where a function's folder is read-only, nobody writes there: so all find the same one.

It would also read all policies of the caller anew, twice a request, in two fifths of its time, and
a query's condition anew for each item that it looks at, in another fifth.

Run by the emulator's own Python, which has nothing of the project:
`.local/emulator/bin/python -P localstack/shared_code.py`.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any

_UNPACKS = "ministack.core.lambda_runtime"
_JUDGES = "ministack.core.iam_evaluator"
_KEEPS = "ministack.services.dynamodb"
_TEXTS = 1024
"""That are remembered: a stack has some fifty policies, and as many conditions."""
_ONE_AT_A_TIME = Lock()


class SharedZip:
    """An archive, of which all that is unpacked anywhere is a link to one folder: only who comes
    first, or asks for anything else, waits until its thousands of entries are read."""

    def __init__(self, file: str) -> None:
        self._file = Path(file)
        self._whole: zipfile.ZipFile | None = None

    def __enter__(self) -> SharedZip:
        return self

    def __exit__(self, *_: object) -> None:
        if self._whole is not None:
            self._whole.close()

    def __getattr__(self, name: str) -> Any:
        self._whole = self._whole or zipfile.ZipFile(self._file)
        return getattr(self._whole, name)

    def extractall(self, path: str) -> None:
        """`path`: an empty folder, which becomes the link."""
        digest = hashlib.sha256(self._file.read_bytes()).hexdigest()
        shared = Path(tempfile.gettempdir()) / f"package-{digest[:16]}"
        with _ONE_AT_A_TIME:
            if not shared.exists():
                fresh = shared.with_suffix(".fresh")
                with zipfile.ZipFile(self._file) as whole:
                    whole.extractall(fresh)
                fresh.rename(shared)
        link = Path(path)
        link.rmdir()
        link.symlink_to(shared, target_is_directory=True)


def shared_zips() -> ModuleType:
    """The module `zipfile` with such archives."""
    module = ModuleType(zipfile.__name__)
    vars(module).update(vars(zipfile), ZipFile=SharedZip)
    return module


def read_once(read: Callable[[Any], list[Any]]) -> Callable[[Any], list[Any]]:
    """The same, which remembers what it read of a text."""
    of_text = lru_cache(_TEXTS)(read)

    def statements(document: Any) -> list[Any]:
        return list(of_text(document)) if isinstance(document, str) else read(document)

    return statements


def main() -> None:
    """The emulator, as its own command starts it."""
    vars(import_module(_UNPACKS))["zipfile"] = shared_zips()
    judge = vars(import_module(_JUDGES))
    judge["parse_policy_document"] = read_once(judge["parse_policy_document"])
    keeper = vars(import_module(_KEEPS))
    keeper["_condition_syntax_error"] = lru_cache(_TEXTS)(keeper["_condition_syntax_error"])
    import_module("ministack.app").main()


if __name__ == "__main__":
    main()
