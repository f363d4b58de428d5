"""The emulator, with one copy of each package for all the processes that run it.

It would unpack the package of every function for every process that it starts: thousands of files,
a hundred megabytes, and a core kept busy for longer than the process takes to start. As on Lambda,
where a function's folder is read-only, nobody writes there: so all find the same one.

Run by the emulator's own Python, which has nothing of the project:
`.local/emulator/bin/python -P localstack/shared_code.py`.
"""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from importlib import import_module
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any

_UNPACKS = "ministack.core.lambda_runtime"
_ONE_AT_A_TIME = Lock()


class SharedZip(zipfile.ZipFile):
    """An archive of which all that is unpacked anywhere is a link to one folder."""

    def extractall(self, path: Any = None, members: Any = None, pwd: Any = None) -> None:
        """`path`: an empty folder, which becomes the link."""
        entries = repr([(one.filename, one.CRC, one.file_size) for one in self.infolist()])
        digest = hashlib.sha256(entries.encode()).hexdigest()
        shared = Path(tempfile.gettempdir()) / f"package-{digest[:16]}"
        with _ONE_AT_A_TIME:
            if not shared.exists():
                fresh = shared.with_suffix(".fresh")
                super().extractall(fresh, members, pwd)
                fresh.rename(shared)
        link = Path(path)
        link.rmdir()
        link.symlink_to(shared, target_is_directory=True)


def shared_zips() -> ModuleType:
    """The module `zipfile` with such archives."""
    module = ModuleType(zipfile.__name__)
    vars(module).update(vars(zipfile), ZipFile=SharedZip)
    return module


def main() -> None:
    """The emulator, as its own command starts it."""
    vars(import_module(_UNPACKS))["zipfile"] = shared_zips()
    import_module("ministack.app").main()


if __name__ == "__main__":
    main()
