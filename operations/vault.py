"""The files of a backup: parts of sealed pages, and a signed manifest that says what is in them.

A part is a text file; each line is one page of rows, gzipped JSON sealed with the operator's key
(Fernet: AES-128-CBC with HMAC-SHA256). Inside its seal each page names its backup, its part and its
number there, so that a page of another backup under the same key is refused. The manifest is signed
with a key made of the operator's, which is no part of the backup.

A table is written in segments, each a part (`cases.0`, `cases.1`): `parts_of` names them.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

Row = dict[str, Any]
MANIFEST = "manifest.json"
FORM = 3
_FORMS = (2, FORM)
"""Those that are read. In form 2 each table is one part of its own name."""
_SIGNATURE = "signature"


class BadBackup(Exception):
    """What is wrong with the files, or with the key."""


@dataclass(frozen=True)
class VaultFile:
    """One file: how many rows it holds, and the SHA-256 of its bytes."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the backup holds; `taken_at` is UTC, by the stack's clock."""

    id: str
    """Of this backup alone; every page names it."""
    number: int
    """Counts the backups of the stack, from 1."""
    stage: str
    account: str
    build: str
    taken_at: str
    parts: dict[str, VaultFile]
    quarantined: bool = False
    """Whether the stack was kept from sending anything when this was taken."""
    form: int = FORM

    @property
    def place(self) -> str:
        """The stack that it was taken of."""
        return place_of(self.stage, self.account)


def rows_by_table(manifest: Manifest) -> dict[str, int]:
    """How many rows each table has, and files and keys."""
    rows: dict[str, int] = {}
    for part, written in manifest.parts.items():
        table = part.partition(".")[0]
        rows[table] = rows.get(table, 0) + written.rows
    return rows


def parts_of(manifest: Manifest, name: str) -> list[str]:
    """The parts that hold a table's items, in their order."""
    return sorted(part for part in manifest.parts if part.partition(".")[0] == name)


def place_of(stage: str, account: str) -> str:
    """What tells stacks from one another: `prod@123456789012`."""
    return f"{stage}@{account}"


class OperatorKey:
    """Seals pages and signs manifests."""

    def __init__(self, text: bytes) -> None:
        self._seal = Fernet(text)
        derived = HKDF(SHA256(), 32, salt=None, info=b"backup manifest")
        self._signing = derived.derive(base64.urlsafe_b64decode(text))

    def seal(self, plain: bytes) -> bytes:
        """Sealed, as one line of text without its end."""
        return self._seal.encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """The inverse; raises cryptography's InvalidToken."""
        return self._seal.decrypt(sealed)

    def sign(self, text: bytes) -> str:
        """64 hexadecimal digits."""
        return hmac.new(self._signing, text, hashlib.sha256).hexdigest()


def read_key(file: Path) -> OperatorKey:
    """The operator's key; made, readable by its owner alone, where there is none yet."""
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as made:
            made.write(Fernet.generate_key() + b"\n")
    try:
        return OperatorKey(file.read_bytes().strip())
    except ValueError:
        raise BadBackup(f"{file} holds no key") from None


@dataclass(frozen=True)
class Written:
    """How much of a part stands in its file."""

    bytes: int = 0
    pages: int = 0
    rows: int = 0


class PartWriter:
    """Writes a part page by page; from a `written` on, where it was interrupted behind that."""

    def __init__(
        self, file: Path, key: OperatorKey, backup: str, written: Written | None = None
    ) -> None:
        """`backup` is its id; without `written` an existing file is not written over. Raises
        BadBackup where the file holds less than was written."""
        self._file, self._key, self._backup = file, key, backup
        self.written = written or Written()
        if written is None:
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        elif not file.exists() or file.stat().st_size < written.bytes:
            raise BadBackup(f"{file.name} holds less than was written: begin another backup")
        else:
            os.truncate(file, written.bytes)

    def add(self, page: list[Row]) -> Written:
        """One page more."""
        before = self.written
        named = {"position": _position(self._backup, self._file.name, before.pages), "rows": page}
        plain = gzip.compress(json.dumps(named, default=_binary).encode(), mtime=0)
        line = self._key.seal(plain) + b"\n"
        with self._file.open("ab") as part:
            part.write(line)
        rows = before.rows + len(page)
        self.written = Written(before.bytes + len(line), before.pages + 1, rows)
        return self.written

    def end(self) -> VaultFile:
        """What the manifest says of it."""
        return VaultFile(self.written.rows, _digest(self._file))


def write_part(file: Path, key: OperatorKey, backup: str, pages: Iterable[list[Row]]) -> VaultFile:
    """All pages, in their order; an existing file is not written over. `backup` is its id."""
    writer = PartWriter(file, key, backup)
    for page in pages:
        writer.add(page)
    return writer.end()


Place = tuple[int, int]
"""Where a page stands in its part: its number, and of how many bytes the pages before it are."""


def read_page(
    file: Path, key: OperatorKey, backup: str, place: Place = (0, 0)
) -> tuple[list[Row], Place | None]:
    """The page there, and where the next one stands; None behind the last. Nothing but the page is
    held. Raises BadBackup for a page that is damaged, of another key, or belongs elsewhere."""
    number, start = place
    with file.open("rb") as part:
        part.seek(start)
        line, end = part.readline(), part.tell()
    if not line:
        return [], None
    following = (number + 1, end) if end < file.stat().st_size else None
    try:
        plain = key.open(line.strip())
    except InvalidToken:
        name = f"page {number + 1} of {file.name}"
        raise BadBackup(f"{name} is damaged, or was sealed with another key") from None
    page = json.loads(gzip.decompress(plain), object_hook=_with_bytes)
    if page["position"] != _position(backup, file.name, number):
        raise BadBackup(f"page {number + 1} of {file.name} is of another place or backup")
    return page["rows"], following


def read_part(file: Path, key: OperatorKey, backup: str) -> Iterator[list[Row]]:
    """Its pages, in their order; raises BadBackup like `read_page`."""
    place: Place | None = (0, 0)
    while place is not None:
        rows, place = read_page(file, key, backup, place)
        if rows or place is not None:
            yield rows


def write_manifest(folder: Path, key: OperatorKey, manifest: Manifest) -> None:
    """Last of all: a backup without one is not whole."""
    members = asdict(manifest)
    signed = {**members, _SIGNATURE: key.sign(_canonical(members))}
    text = json.dumps(signed, indent=2, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path, key: OperatorKey) -> Manifest:
    """The manifest, after its signature was checked and every file held against it; raises
    BadBackup."""
    file = folder / MANIFEST
    if not file.exists():
        raise BadBackup(f"{folder} holds no whole backup: {MANIFEST} is missing")
    given = _signed_members(file.read_bytes(), key)
    parts = {name: VaultFile(**part) for name, part in given.pop("parts").items()}
    for name, part in parts.items():
        if not (folder / name).exists() or _digest(folder / name) != part.sha256:
            raise BadBackup(f"{name} is missing or was changed")
    return Manifest(parts=parts, **given)


def _signed_members(text: bytes, key: OperatorKey) -> dict[str, Any]:
    try:
        given = dict(json.loads(text))
    except ValueError:
        raise BadBackup(f"{MANIFEST} is no manifest") from None
    if given.get("form") not in _FORMS:
        raise BadBackup(f"form {given.get('form')} is not known here")
    signature = str(given.pop(_SIGNATURE, ""))
    if not hmac.compare_digest(signature.encode(), key.sign(_canonical(given)).encode()):
        raise BadBackup(f"{MANIFEST} was not signed with this key, or was changed")
    return given


def _canonical(members: dict[str, Any]) -> bytes:
    return json.dumps(members, sort_keys=True, separators=(",", ":")).encode()


def _position(backup: str, part: str, number: int) -> list[Any]:
    return [backup, part, number]


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
