"""The files of a backup: parts of sealed pages, and a manifest that says what must be in them.

A part is a text file; each line is one page of rows, gzipped JSON sealed with the operator's key
(Fernet: AES-128-CBC with HMAC-SHA256). The key is no part of the backup.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

Row = dict[str, Any]
MANIFEST = "manifest.json"
FORM = 1


class BadBackup(Exception):
    """What is wrong with the files, or with the key."""


@dataclass(frozen=True)
class Part:
    """One file: how many rows it holds, and the SHA-256 of its bytes."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the backup holds; `taken_at` is UTC, by the stack's clock."""

    stage: str
    build: str
    taken_at: str
    parts: dict[str, Part]
    form: int = FORM


def read_key(file: Path) -> Fernet:
    """The operator's key; made, readable by its owner alone, where there is none yet."""
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as made:
            made.write(Fernet.generate_key() + b"\n")
    try:
        return Fernet(file.read_bytes().strip())
    except ValueError:
        raise BadBackup(f"{file} holds no key") from None


def write_part(file: Path, key: Fernet, pages: Iterable[list[Row]]) -> Part:
    """All pages, in their order; an existing file is not written over."""
    digest, rows = hashlib.sha256(), 0
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as part:
        for page in pages:
            plain = gzip.compress(json.dumps(page, default=_binary).encode(), mtime=0)
            line = key.encrypt(plain) + b"\n"
            digest.update(line)
            part.write(line)
            rows += len(page)
    return Part(rows, digest.hexdigest())


def read_part(file: Path, key: Fernet) -> Iterator[list[Row]]:
    """Its pages; raises BadBackup for another key."""
    with file.open("rb") as part:
        for line in part:
            try:
                plain = key.decrypt(line.strip())
            except InvalidToken:
                raise BadBackup(f"{file.name} was sealed with another key") from None
            yield json.loads(gzip.decompress(plain), object_hook=_with_bytes)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Last of all: a backup without one is not whole."""
    text = json.dumps(asdict(manifest), indent=2, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest, after every file was held against it; raises BadBackup."""
    file = folder / MANIFEST
    if not file.exists():
        raise BadBackup(f"{folder} holds no whole backup: {MANIFEST} is missing")
    given = json.loads(file.read_text(encoding="utf-8"))
    if given["form"] != FORM:
        raise BadBackup(f"form {given['form']} is not known here")
    parts = {name: Part(**part) for name, part in given.pop("parts").items()}
    for name, part in parts.items():
        if not (folder / name).exists() or _digest(folder / name) != part.sha256:
            raise BadBackup(f"{name} is missing or was changed")
    return Manifest(parts=parts, **given)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


_BYTES = "base64"


def _binary(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {_BYTES: base64.b64encode(value).decode()}
    raise TypeError(type(value).__name__)


def _with_bytes(members: Row) -> Any:
    if set(members) == {_BYTES}:
        return base64.b64decode(members[_BYTES])
    return members
