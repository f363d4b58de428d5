"""A package is unpacked once, however many processes run it; and a policy is read once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from localstack import shared_code
from localstack.shared_code import read_once, shared_zips

CODE = {"app.py": "print('here')", "chalicelib/a.py": "A = 1"}


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the emulator keeps what passes."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def unpacked(scratch: Path, process: str, files: Mapping[str, str]) -> Path:
    """The folder of one process's code, made as the emulator makes it."""
    folder = scratch / process / "code"
    folder.mkdir(parents=True)
    package = scratch / process / "code.zip"
    with zipfile.ZipFile(package, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    with shared_zips().ZipFile(package) as archive:
        archive.extractall(folder)
        assert archive.namelist() == list(files)
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {str(f.relative_to(folder)): f.read_text() for f in folder.rglob("*") if f.is_file()}


def test_processes_of_one_package_share_its_files(scratch: Path) -> None:
    """Whoever comes at the same moment too; each finds all of it under a path of its own."""
    with ThreadPoolExecutor(4) as pool:
        names = [f"worker{number}" for number in range(8)]
        folders = list(pool.map(lambda name: unpacked(scratch, name, CODE), names))
    assert all(texts(folder) == CODE for folder in folders)
    assert len({folder.resolve() for folder in folders}) == 1
    assert len(set(folders)) == 8


def test_another_package_is_unpacked_by_itself(scratch: Path) -> None:
    """Also one that differs in a single byte of one file."""
    changed = {**CODE, "chalicelib/a.py": "A = 2"}
    first, second = unpacked(scratch, "a", CODE), unpacked(scratch, "b", changed)
    assert (texts(first), texts(second)) == (CODE, changed)


def test_a_process_that_ends_takes_nothing_from_the_others(scratch: Path) -> None:
    """The emulator deletes the folder of each."""
    first, second = unpacked(scratch, "a", CODE), unpacked(scratch, "b", CODE)
    shutil.rmtree(first.parent)
    assert not first.exists()
    assert texts(second) == CODE
    assert texts(unpacked(scratch, "c", CODE)) == CODE


def test_the_program_needs_nothing_of_the_project() -> None:
    """The emulator's own Python, which has none of it, must be able to read it."""
    program = Path(shared_code.__file__)
    command = [sys.executable, "-I", "-S", "-c", f"import runpy; runpy.run_path({str(program)!r})"]
    subprocess.run(command, check=True)


def test_a_policy_is_read_once_for_as_long_as_it_stays() -> None:
    """Who adds to what was read adds to nobody else's; one that is no text is read each time."""
    seen: list[object] = []

    def read(document: object) -> list[str]:
        seen.append(document)
        return json.loads(document) if isinstance(document, str) else ["given"]

    policy = read_once(read)
    policy('["a"]').append("b")
    assert [policy('["a"]'), policy('["a", "c"]')] == [["a"], ["a", "c"]]
    assert [policy({}), policy({})] == [["given"], ["given"]]
    assert seen == ['["a"]', '["a", "c"]', {}, {}]
