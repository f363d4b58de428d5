"""The files of a backup: parts of sealed pages, and a signed manifest that says what is in them.

A part is a text file; each line is one page of rows, gzipped JSON sealed with the operator's key
(Fernet: AES-128-CBC with HMAC-SHA256). Inside its seal each page names its backup, its part and its
number there, so that a page of another backup under the same key is refused. The manifest is signed
with a key made of the operator's, which is no part of the backup.

Backups of a stack are numbered. Beside the key file stands the number of the newest
(`KEYFILE.newest`): an older backup comes back only where it is asked for by its number.
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
FORM = 2
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


def write_part(file: Path, key: OperatorKey, backup: str, pages: Iterable[list[Row]]) -> VaultFile:
    """All pages, in their order; an existing file is not written over. `backup` is its id."""
    digest, rows = hashlib.sha256(), 0
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as part:
        for number, page in enumerate(pages):
            named = {"position": _position(backup, file.name, number), "rows": page}
            plain = gzip.compress(json.dumps(named, default=_binary).encode(), mtime=0)
            line = key.seal(plain) + b"\n"
            digest.update(line)
            part.write(line)
            rows += len(page)
    return VaultFile(rows, digest.hexdigest())


def read_part(file: Path, key: OperatorKey, backup: str) -> Iterator[list[Row]]:
    """Its pages; raises BadBackup for another key, and for a page that belongs elsewhere."""
    with file.open("rb") as part:
        for number, line in enumerate(part):
            try:
                plain = key.open(line.strip())
            except InvalidToken:
                raise BadBackup(f"{file.name} was sealed with another key") from None
            page = json.loads(gzip.decompress(plain), object_hook=_with_bytes)
            if page["position"] != _position(backup, file.name, number):
                raise BadBackup(f"page {number + 1} of {file.name} is of another place or backup")
            yield page["rows"]


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


def note_newest(key_file: Path, manifest: Manifest) -> None:
    """Keep the number of the stack's newest backup beside the key."""
    known = _newest(key_file)
    known[manifest.place] = max(manifest.number, known.get(manifest.place, 0))
    fresh = _beside(key_file).with_suffix(".writing")
    fresh.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    fresh.replace(_beside(key_file))


def check_number(key_file: Path, manifest: Manifest, wanted: int | None) -> None:
    """Raises BadBackup unless this is the wanted backup; without a wish, unless none is newer."""
    if wanted is not None and manifest.number != wanted:
        raise BadBackup(f"backup {wanted} was asked for, this is backup {manifest.number}")
    newest = _newest(key_file).get(manifest.place, 0)
    if wanted is None and manifest.number < newest:
        raise BadBackup(
            f"this is backup {manifest.number} of {manifest.place}, and there is backup {newest}: "
            f"ask for it by its number if it is the right one"
        )


def _signed_members(text: bytes, key: OperatorKey) -> dict[str, Any]:
    try:
        given = dict(json.loads(text))
    except ValueError:
        raise BadBackup(f"{MANIFEST} is no manifest") from None
    if given.get("form") != FORM:
        raise BadBackup(f"form {given.get('form')} is not known here")
    signature = str(given.pop(_SIGNATURE, ""))
    if not hmac.compare_digest(signature.encode(), key.sign(_canonical(given)).encode()):
        raise BadBackup(f"{MANIFEST} was not signed with this key, or was changed")
    return given


def _newest(key_file: Path) -> dict[str, int]:
    file = _beside(key_file)
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def _beside(key_file: Path) -> Path:
    return key_file.with_name(f"{key_file.name}.newest")


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
