"""What browsers get besides pages: made of `static/`, each file under the hash of what it holds.

    python -m infra.static_files        (`make static`: writes the fingerprints that pages ask by)

In sheets and scripts `@static/NAME` stands for the address of another of these files.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from chalicelib.runtime.data_files import DATA
from chalicelib.runtime.pages.static import FINGERPRINTS, PREFIX

STATIC = Path(__file__).resolve().parents[1] / "static"
BORROWED = STATIC / "vendor.json"

_SHEETS = (
    *("fonts", "tokens", "base", "govuk", "frame", "states", "work", "case", "forms", "figures"),
    *("year", "campaign", "sheet", "narrow", "print", "preferences"),
)
_ISLANDS = (
    *("start", "narrow", "bulk", "parts", "again", "look", "combo"),
    *("photos", "uploads", "draft", "map", "viewers", "passkeys", "send"),
)
TOGETHER: dict[str, tuple[str, ...]] = {
    "office.css": ("vendor/govuk.css", *(f"css/{one}.css" for one in _SHEETS)),
    "office.js": tuple(f"js/{one}.js" for one in _ISLANDS),
    "team.js": ("js/team.js",),
}
"""What is served as one file, in this order: a later rule wins over an earlier one."""
ALONE = ("govuk.js", "htmx.js", "leaflet.css", "leaflet.js")
"""Of what is borrowed, served as it is."""
OUTLINES = {
    f"map/{file.parent.name}.json": file for file in sorted(DATA.glob("*/boundaries.geojson"))
}
"""Of the communes of each province, for maps that move."""
TYPES = {
    ".json": "application/json",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_MENTION = re.compile(r"@static/([\w./-]+)")


def served() -> dict[str, bytes]:
    """Every file, by the path under which browsers ask for it."""
    return {address(name): content(name) for name in names()}


def names() -> list[str]:
    """All names that pages may ask for."""
    return sorted([*TOGETHER, *ALONE, *OUTLINES, *_found("vendor", "fonts"), *_found("", "img")])


def _found(folder: str, kind: str) -> Iterator[str]:
    root = STATIC / folder
    for file in (root / kind).iterdir():
        yield file.relative_to(root).as_posix()


def address(name: str) -> str:
    """Its path, with what it holds in it."""
    return f"{PREFIX}/{fingerprint(name)}/{name}"


def fingerprint(name: str) -> str:
    """Twelve characters that change when it does, or anything that it mentions."""
    return hashlib.sha256(content(name)).hexdigest()[:12]


@cache
def content(name: str) -> bytes:
    """What it holds; raises FileNotFoundError, also for what it mentions."""
    if name in OUTLINES:
        return _named(OUTLINES[name])
    whole = b"\n".join((STATIC / source).read_bytes() for source in _sources(name))
    if not name.endswith((".css", ".js")):
        return whole
    return _MENTION.sub(lambda found: address(found[1]), whole.decode()).encode()


def _named(outlines: Path) -> bytes:
    """With the communes' names, which the file of boundaries does not have."""
    with (outlines.parent / "communes.csv").open(encoding="utf-8", newline="") as file:
        names = {row["code"]: row["full_name"] for row in csv.DictReader(file)}
    document = json.loads(outlines.read_text("utf-8"))
    for one in document["features"]:
        one["properties"]["name"] = names[one["properties"]["code"]]
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _sources(name: str) -> tuple[str, ...]:
    if name in TOGETHER:
        return TOGETHER[name]
    return (name,) if name.startswith("img/") else (f"vendor/{name}",)


def fingerprints() -> str:
    """The document that ships with the code: every name's fingerprint."""
    return json.dumps({name: fingerprint(name) for name in names()}, indent=2) + "\n"


if __name__ == "__main__":
    FINGERPRINTS.write_text(fingerprints(), "utf-8")
