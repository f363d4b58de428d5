"""Backups of a stack are numbered. Beside the key file stands the number of the newest
(`KEYFILE.newest`): an older backup comes back only where it is asked for by its number."""

from __future__ import annotations

import json
from pathlib import Path

from operations.vault import BadBackup, Manifest


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


def _newest(key_file: Path) -> dict[str, int]:
    file = _beside(key_file)
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def _beside(key_file: Path) -> Path:
    return key_file.with_name(f"{key_file.name}.newest")
