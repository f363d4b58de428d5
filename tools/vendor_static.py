"""Fetch what the pages borrow, and make it ours: `make vendor`, which needs npm.

Each package is taken in its exact version and must have the hash that `static/vendor.json` notes
of it; a new version is written into PACKAGES and run with `--new`. What is changed of a package is
said there too. Nothing else writes `static/vendor`, whose files are committed.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.app_figures import figures
from tools.borrowed_sheets import govuk_script, govuk_sheet, leaflet_script, leaflet_sheet, no_map

STATIC = Path(__file__).parents[1] / "static"
VENDOR, NOTED = STATIC / "vendor", STATIC / "vendor.json"
Files = dict[str, bytes]
_FONT = "files/be-vietnam-pro-{}-{}-normal.woff2"
_MIT = """The MIT License (MIT)

Copyright (C) 2011 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of this software
and associated documentation files (the "Software"), to deal in the Software without
restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING
BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
"""Of govuk-frontend, whose package names its licence without bringing the text."""


@dataclass(frozen=True)
class Package:
    """What is taken of a package, by the names under which it is served."""

    name: str
    version: str
    licence: str
    changes: str
    take: Callable[[Files], Files]
    text: Callable[[Files], bytes] = lambda files: files["LICENSE"]


def _govuk(files: Files) -> Files:
    sheet = files["dist/govuk/govuk-frontend.min.css"].decode()
    script = files["dist/govuk/govuk-frontend.min.js"].decode()
    return {
        "govuk.css": govuk_sheet(sheet).encode(),
        "govuk.js": govuk_script(script).encode(),
    }


def _font(files: Files) -> Files:
    taken: Files = {}
    for weight in (400, 600):
        for part in ("latin", "vietnamese"):
            path = _FONT.format(part, weight)
            taken[f"fonts/{Path(path).name}"] = files[path]
        taken[f"fonts/app-figures-{weight}.woff2"] = figures(files[_FONT.format("latin", weight)])
    return taken


def _leaflet(files: Files) -> Files:
    return {
        "leaflet.css": leaflet_sheet(files["dist/leaflet.css"].decode()).encode(),
        "leaflet.js": leaflet_script(files["dist/leaflet.js"].decode()).encode(),
    }


def _htmx(files: Files) -> Files:
    return {"htmx.js": no_map(files["dist/htmx.min.js"].decode()).encode()}


PACKAGES = (
    Package(
        *("govuk-frontend", "6.6.0", "MIT"),
        "its font, which is not licensed to others, and the parts that no page uses are left out",
        _govuk,
        lambda _: _MIT.encode(),
    ),
    Package(
        *("@fontsource/be-vietnam-pro", "5.3.0", "OFL-1.1"),
        "two weights and two subsets; App Figures is its ten digits on one width",
        _font,
    ),
    Package(*("htmx.org", "4.0.1", "0BSD"), "none", _htmx),
    Package(
        *("leaflet", "1.9.4", "BSD-2-Clause"),
        "its pictures, and the link that its maps would carry, are left out; it writes text only",
        _leaflet,
    ),
)


def integrity(archive: bytes) -> str:
    """As npm notes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()


def _archive(package: Package) -> bytes:
    with tempfile.TemporaryDirectory() as room:
        command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
        told = subprocess.run(command, cwd=room, check=True, capture_output=True, text=True)
        return (Path(room) / told.stdout.split()[-1]).read_bytes()


def _files(archive: bytes) -> Files:
    with tarfile.open(fileobj=io.BytesIO(archive)) as opened:
        return {
            member.name.partition("/")[2]: content.read()
            for member in opened
            if (content := opened.extractfile(member)) is not None
        }


def _taken(package: Package, noted: str | None) -> dict[str, Any]:
    """Write its files; what is noted of it. Ends the command where the archive is another one."""
    archive = _archive(package)
    found = integrity(archive)
    if noted not in (None, found):
        sys.exit(f"{package.name} {package.version} is not what it was: {found}, noted {noted}")
    files = _files(archive)
    stem = package.name.rpartition("/")[2].removesuffix(".org")
    taken = {**package.take(files), f"licences/{stem}.txt": package.text(files)}
    for name, content in taken.items():
        target = VENDOR / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return {
        "name": package.name,
        "version": package.version,
        "licence": package.licence,
        "integrity": found,
        "changes": package.changes,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in taken.items()},
    }


def _noted() -> Iterator[tuple[tuple[str, str], str]]:
    if NOTED.exists():
        for one in json.loads(NOTED.read_text("utf-8")):
            yield (one["name"], one["version"]), one["integrity"]


def main() -> None:
    """The command."""
    noted = dict(_noted())
    if "--new" not in sys.argv and any((one.name, one.version) not in noted for one in PACKAGES):
        sys.exit("a version that was not noted: look at it, then `--new`")
    made = [_taken(one, noted.get((one.name, one.version))) for one in PACKAGES]
    NOTED.write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n", "utf-8")
    kept = {VENDOR / name for one in made for name in one["files"]}
    for file in [one for one in VENDOR.rglob("*") if one.is_file() and one not in kept]:
        file.unlink()


if __name__ == "__main__":
    main()
