"""A backup's files: sealed, signed, whole, and refused when they are not."""

from __future__ import annotations

import json
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from operations.backup_numbers import check_number, note_newest
from operations.vault import (
    MANIFEST,
    BadBackup,
    Manifest,
    OperatorKey,
    PartWriter,
    Written,
    parts_of,
    read_key,
    read_manifest,
    read_part,
    rows_by_table,
    write_manifest,
    write_part,
)

PAGES = [
    [{"id": {"S": "LC-260803-7K3QX"}, "body": {"B": b"\x00\xff"}, "none": {"NULL": True}}],
    [],
    [{"id": {"S": "Nguyễn"}, "version": {"N": "3"}}, {"id": {"S": "x"}}],
]


def key_of(folder: Path) -> OperatorKey:
    return read_key(folder.parent / "key")


def written(folder: Path, number: int = 1) -> Manifest:
    """A backup of one part; its key lies beside its folder."""
    folder.mkdir()
    backup = f"backup-{number}"
    part = write_part(folder / "cases", key_of(folder), backup, PAGES)
    manifest = Manifest(
        backup, number, "prod", "111122223333", "b1", "2026-08-03T01:05:00.000000Z", {"cases": part}
    )
    write_manifest(folder, key_of(folder), manifest)
    return manifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written(tmp_path / "one")
    return tmp_path / "one"


def test_pages_come_back_as_they_went(tmp_path: Path) -> None:
    """Bytes, nulls and letters of all kinds; rows are counted."""
    folder = tmp_path / "one"
    manifest = written(folder)
    assert read_manifest(folder, key_of(folder)) == manifest
    assert manifest.parts["cases"].rows == 3
    assert list(read_part(folder / "cases", key_of(folder), manifest.id)) == PAGES


def test_nothing_of_it_can_be_read_by_others(folder: Path) -> None:
    """Neither by another account of the machine, nor without the key."""
    for file in (folder / "cases", folder.parent / "key"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"LC-260803" not in (folder / "cases").read_bytes()
    with pytest.raises(BadBackup):
        list(read_part(folder / "cases", read_key(folder.parent / "another"), "backup-1"))
    with pytest.raises(BadBackup, match="not signed with this key"):
        read_manifest(folder, read_key(folder.parent / "another"))


def test_a_key_is_made_once(tmp_path: Path) -> None:
    """The second backup can be sealed with the same."""
    first = read_key(tmp_path / "key").seal(b"x")
    assert read_key(tmp_path / "key").open(first) == b"x"


def test_a_file_that_is_no_key_is_refused(tmp_path: Path) -> None:
    """Before anything is written with it."""
    (tmp_path / "key").write_text("secret")
    with pytest.raises(BadBackup):
        read_key(tmp_path / "key")


@pytest.mark.parametrize("harm", ["changed", "cut", "gone", "no manifest", "no JSON"])
def test_what_is_not_whole_is_refused(folder: Path, harm: str) -> None:
    """Before the first write of a restore."""
    file, manifest = folder / "cases", folder / MANIFEST
    content = file.read_bytes()
    harms = {
        "changed": lambda: file.write_bytes(content.replace(b"g", b"h", 1)),
        "cut": lambda: file.write_bytes(content[: len(content) // 2]),
        "gone": file.unlink,
        "no manifest": manifest.unlink,
        "no JSON": lambda: manifest.write_text("{"),
    }
    harms[harm]()
    with pytest.raises(BadBackup):
        read_manifest(folder, key_of(folder))


FORGERIES = {
    "another number": {"number": 9},
    "another stage": {"stage": "staging"},
    "another account": {"account": "444455556666"},
    "another time": {"taken_at": "2026-09-03T01:05:00.000000Z"},
    "released": {"quarantined": True},
    "no parts": {"parts": {}},
    "an older form": {"form": 1},
    "no signature": {"signature": ""},
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_manifest_is_refused(folder: Path, forgery: str) -> None:
    """Nothing of it can be changed without the key, its checksums included."""
    file = folder / MANIFEST
    file.write_text(json.dumps({**json.loads(file.read_text()), **FORGERIES[forgery]}))
    with pytest.raises(BadBackup):
        read_manifest(folder, key_of(folder))


def test_an_older_page_is_refused(tmp_path: Path) -> None:
    """Sealed with the same key, but by another backup: in its file or in place of one page."""
    old, new = tmp_path / "old", tmp_path / "new"
    written(old, 1)
    present = written(new, 2)
    shutil.copy(old / "cases", new / "cases")
    with pytest.raises(BadBackup, match="cases is missing or was changed"):
        read_manifest(new, key_of(new))
    with pytest.raises(BadBackup, match="page 1 of cases is of another place or backup"):
        list(read_part(new / "cases", key_of(new), present.id))


@pytest.mark.parametrize("harm", ["swapped", "repeated", "of another part"])
def test_a_page_is_good_in_its_place_only(folder: Path, harm: str) -> None:
    """Also for whoever could sign a manifest anew: order and part are under the page's seal."""
    file = folder / "cases"
    first, second, third = file.read_bytes().splitlines(keepends=True)
    if harm == "of another part":
        file = file.rename(folder / "people")
    else:
        lines = [second, first, third] if harm == "swapped" else [first, first, second]
        file.write_bytes(b"".join(lines))
    with pytest.raises(BadBackup, match="of another place"):
        list(read_part(file, key_of(folder), "backup-1"))


def test_an_older_backup_comes_back_only_where_it_is_asked_for(tmp_path: Path) -> None:
    """The number of the newest stands beside the key, not in the folder that somebody changed."""
    key, older = tmp_path / "key", written(tmp_path / "old", 1)
    newer = replace(older, number=2)
    elsewhere = replace(older, account="444455556666")
    for manifest in (newer, older):
        note_newest(key, manifest)
    check_number(key, newer, None)
    with pytest.raises(BadBackup, match="backup 1 of prod@111122223333, and there is backup 2"):
        check_number(key, older, None)
    check_number(key, older, 1)
    with pytest.raises(BadBackup, match="backup 2 was asked for, this is backup 1"):
        check_number(key, older, 2)
    check_number(key, elsewhere, None)


def test_tables_of_one_part_and_of_several_are_read(folder: Path) -> None:
    """A backup of form 2 has one part a table, later ones have one a segment."""
    manifest = replace(read_manifest(folder, key_of(folder)), form=2)
    write_manifest(folder, key_of(folder), manifest)
    assert read_manifest(folder, key_of(folder)) == manifest
    assert parts_of(manifest, "cases") == ["cases"]
    part = manifest.parts["cases"]
    several = replace(manifest, parts={"cases.1": part, "cases.0": part, "files": part})
    assert parts_of(several, "cases") == ["cases.0", "cases.1"]
    assert rows_by_table(several) == {"cases": 6, "files": 3}


def test_a_damaged_page_is_named_and_those_before_it_come(folder: Path) -> None:
    """A disk that forgets: which page of which part, and nothing behind it is taken."""
    file = folder / "cases"
    lines = file.read_bytes().splitlines(keepends=True)
    lines[2] = lines[2].replace(lines[2][40:44], b"....")
    file.write_bytes(b"".join(lines))
    pages = read_part(file, key_of(folder), "backup-1")
    assert [next(pages), next(pages)] == PAGES[:2]
    with pytest.raises(BadBackup, match="page 3 of cases is damaged"):
        next(pages)


@pytest.mark.parametrize("cut", range(0, 900, 90))
def test_a_part_is_gone_on_with_behind_what_was_written(tmp_path: Path, cut: int) -> None:
    """Killed in the middle of a line, or behind one that was not noted: what is not noted goes.
    A file that holds less than was noted is refused."""
    key, whole = read_key(tmp_path / "key"), tmp_path / "one"
    whole.mkdir()
    expected = write_part(whole / "cases", key, "backup-1", PAGES)
    assert PartWriter(whole / "cases", key, "backup-1", Written(0)).written == Written()
    part = PartWriter(whole / "cases", key, "backup-1", Written(0))
    noted = part.add(PAGES[0])
    with (whole / "cases").open("ab") as file:
        file.write(b"x" * cut)
    again = PartWriter(whole / "cases", key, "backup-1", noted)
    for page in PAGES[1:]:
        again.add(page)
    assert again.end().rows == expected.rows
    assert list(read_part(whole / "cases", key, "backup-1")) == PAGES
    with pytest.raises(BadBackup, match="holds less than was written"):
        PartWriter(whole / "cases", key, "backup-1", Written(10**6))


def test_no_file_is_written_over(folder: Path) -> None:
    """Yesterday's backup is not today's."""
    with pytest.raises(FileExistsError):
        write_part(folder / "cases", key_of(folder), "backup-2", PAGES)
