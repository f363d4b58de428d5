"""The locks: each package that is installed, in one version, with the hashes of its files.

    python -m infra.lock [--upgrade]

They are made of the lists that people edit; versions stay unless a list, or `--upgrade`, wants
others. pip then takes nothing whose hash is not there (`--require-hashes`), wherever it comes from:
no lock names an index.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUNDLED = "chalice"
"""Chalice brings its own runtime into the zip; the rest of the tool stays at home."""
_PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([^ ;\\]+)")


@dataclass(frozen=True)
class Lock:
    """`file` is made of the lists `sources`, in versions that `within` has where it has any."""

    file: Path
    sources: tuple[Path, ...]
    leaves: str | None = None
    """A package that is not looked at, nor what it alone needs."""
    within: Path | None = None

    def text(self) -> str:
        """What the sources ask for."""
        lines = [line for one in self.sources for line in one.read_text("utf-8").splitlines()]
        return "\n".join(line for line in lines if not line.startswith(f"{self.leaves}==")) + "\n"

    def heading(self) -> str:
        """Its first line, which tells whether it was made of the present sources."""
        names = " and ".join(one.relative_to(ROOT).as_posix() for one in self.sources)
        digest = hashlib.sha256(self.text().encode()).hexdigest()
        return f"# Made by `make lock` of {names} (sha256 {digest})\n"


SHIPPED = Lock(ROOT / "requirements.lock", (ROOT / "requirements.txt",), leaves=BUNDLED)
DEVELOPMENT = Lock(
    ROOT / "requirements-dev.lock",
    (ROOT / "requirements.txt", ROOT / "requirements-dev.txt"),
    within=SHIPPED.file,
)
EMULATOR = Lock(ROOT / "localstack" / "emulator.lock", (ROOT / "localstack" / "emulator.txt",))
LOCKS = (SHIPPED, DEVELOPMENT, EMULATOR)


def pins(file: Path) -> Iterator[tuple[str, str]]:
    """Name and version of each package that a lock or a list names."""
    for line in file.read_text("utf-8").splitlines():
        found = _PIN.match(line)
        if found:
            yield canonical(found[1]), found[2]


def canonical(name: str) -> str:
    """The name by which packages are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def make(lock: Lock, *, upgrade: bool = False) -> None:
    """Write it anew."""
    command = [str(Path(sys.executable).with_name("uv")), "pip", "compile", "-", "--quiet"]
    command += ["--generate-hashes", "--no-header", "--no-annotate"]
    command += ["--python-version", "3.11", "--python-platform", "x86_64-manylinux_2_17"]
    command += ["--output-file", str(lock.file), *(["--upgrade"] if upgrade else [])]
    command += ["--constraint", str(lock.within)] if lock.within else []
    subprocess.run(command, input=lock.text(), text=True, cwd=ROOT, check=True)
    lock.file.write_text(lock.heading() + lock.file.read_text("utf-8"), "utf-8")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--upgrade", action="store_true", help="the newest versions allowed")
    wanted = options.parse_args().upgrade
    for each in LOCKS:
        make(each, upgrade=wanted)
