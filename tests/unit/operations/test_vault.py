"""A backup's files: sealed, whole, and refused when they are not."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from operations.vault import (
    MANIFEST,
    BadBackup,
    Manifest,
    read_key,
    read_manifest,
    read_part,
    write_manifest,
    write_part,
)

PAGES = [
    [{"id": {"S": "LC-260803-7K3QX"}, "body": {"B": b"\x00\xff"}, "none": {"NULL": True}}],
    [],
    [{"id": {"S": "Nguyễn"}, "version": {"N": "3"}}, {"id": {"S": "x"}}],
]


def written(folder: Path) -> Manifest:
    key = read_key(folder / "key")
    part = write_part(folder / "cases", key, PAGES)
    manifest = Manifest("local", "b1", "2026-08-03T01:05:00.000000Z", {"cases": part})
    write_manifest(folder, manifest)
    return manifest


def test_pages_come_back_as_they_went(tmp_path: Path) -> None:
    """Bytes, nulls and letters of all kinds; rows are counted."""
    manifest = written(tmp_path)
    assert read_manifest(tmp_path) == manifest
    assert manifest.parts["cases"].rows == 3
    assert list(read_part(tmp_path / "cases", read_key(tmp_path / "key"))) == PAGES


def test_nothing_of_it_can_be_read_by_others(tmp_path: Path) -> None:
    """Neither by another account of the machine, nor without the key."""
    written(tmp_path)
    for name in ("cases", "key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert b"LC-260803" not in (tmp_path / "cases").read_bytes()
    with pytest.raises(BadBackup):
        list(read_part(tmp_path / "cases", read_key(tmp_path / "another")))


def test_a_key_is_made_once(tmp_path: Path) -> None:
    """The second backup can be sealed with the same."""
    first = read_key(tmp_path / "key").encrypt(b"x")
    assert read_key(tmp_path / "key").decrypt(first) == b"x"


def test_a_file_that_is_no_key_is_refused(tmp_path: Path) -> None:
    """Before anything is written with it."""
    (tmp_path / "key").write_text("secret")
    with pytest.raises(BadBackup):
        read_key(tmp_path / "key")


@pytest.mark.parametrize("harm", ["changed", "cut", "gone", "no manifest", "another form"])
def test_what_is_not_whole_is_refused(tmp_path: Path, harm: str) -> None:
    """Before the first write of a restore."""
    written(tmp_path)
    file, manifest = tmp_path / "cases", tmp_path / MANIFEST
    content = file.read_bytes()
    harms = {
        "changed": lambda: file.write_bytes(content.replace(b"g", b"h", 1)),
        "cut": lambda: file.write_bytes(content[: len(content) // 2]),
        "gone": file.unlink,
        "no manifest": manifest.unlink,
        "another form": lambda: manifest.write_text(
            manifest.read_text().replace('"form": 1', '"form": 2')
        ),
    }
    harms[harm]()
    with pytest.raises(BadBackup):
        read_manifest(tmp_path)


def test_no_file_is_written_over(tmp_path: Path) -> None:
    """Yesterday's backup is not today's."""
    written(tmp_path)
    with pytest.raises(FileExistsError):
        write_part(tmp_path / "cases", read_key(tmp_path / "key"), PAGES)
