"""What ships, and under which terms: `docs/sbom.json` (CycloneDX 1.6) and `LICENCES`.

    python -m infra.bill

Read off the installed packages of the lock and Chalice's runtime, and off `static/vendor.json` for
what browsers get, without a network; the same lists give the same files, so that neither has a
serial number or a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement

from infra.lock import BUNDLED, ROOT, SHIPPED, canonical, pins
from infra.static_files import BORROWED, STATIC

BILL = ROOT / "docs" / "sbom.json"
LICENCES = ROOT / "LICENCES"
DATA_NOTICE = ROOT / "chalicelib" / "data" / "NOTICE.md"
ALLOWED = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MIT-CMU"),
        *("OFL-1.1", "PSF-2.0", "Unlicense"),
    }
)
"""What may ship: one of these of each package. Nothing whose terms reach the whole."""
_SPOKEN = {
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
}
"""What packages without an SPDX expression say instead (`python-dateutil` means these two)."""
_BY_TEXT = {
    "pyasn1_modules": "BSD-2-Clause",
    "Jinja2": "BSD-3-Clause",
    "multipart": "MIT",
    "segno": "BSD-3-Clause",
}
"""What packages that say it in their licence's text alone, or not of which form, ship under."""
_TEXTS = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS")
_RULE = "=" * 100


class Unlicensed(Exception):
    """A package whose terms are not known or not allowed; the message names it."""


@dataclass(frozen=True)
class Component:
    """A package that ships."""

    name: str
    version: str
    licence: str
    """An SPDX expression."""
    texts: tuple[str, ...]
    needs: tuple[str, ...]
    """Names of what it needs of what ships."""
    registry: str = "pypi"

    @property
    def purl(self) -> str:
        """The package's URL."""
        return f"pkg:{self.registry}/{self.name.replace('@', '%40')}@{self.version}"


def components() -> list[Component]:
    """All of them, by name; raises Unlicensed, and PackageNotFoundError for what is not installed
    in the lock's version."""
    locked = dict(pins(SHIPPED.file))
    locked |= {name: version for name, version in pins(SHIPPED.sources[0]) if name == BUNDLED}
    return [_component(name, locked[name], locked) for name in sorted(locked)] + _borrowed()


def _borrowed() -> list[Component]:
    """What pages are dressed in that others made."""
    return [
        Component(
            *(one["name"], one["version"], _allowed(one["name"], one["licence"])),
            *(tuple(_committed(one)), (), "npm"),
        )
        for one in json.loads(BORROWED.read_text("utf-8"))
    ]


def _committed(one: dict[str, Any]) -> Iterator[str]:
    for name in one["files"]:
        if name.startswith("licences/"):
            text = (STATIC / "vendor" / name).read_text("utf-8")
            yield "\n".join(line.rstrip() for line in text.strip().splitlines())


def _allowed(name: str, expression: str, given: str = "") -> str:
    if not may_ship(expression):
        raise Unlicensed(f"{name}: {given or expression!r} is not among what may ship")
    return expression


def bill(found: list[Component]) -> str:
    """The bill of materials."""
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "citizen-cases",
                "name": "citizen-cases",
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": [_entry(one) for one in found],
        "dependencies": [_edges("citizen-cases", _asked_for(found), found)]
        + [_edges(one.purl, set(one.needs), found) for one in found],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def licences(found: list[Component]) -> str:
    """The terms of all of it, in full."""
    head = (
        "What ships in the deployment package and to browsers beside the project's own code\n"
        "(see LICENSE), and its terms. Made by `make bill`.\n"
    )
    parts = ["\n\n".join((f"{one.name} {one.version}: {one.licence}", *one.texts)) for one in found]
    parts.append("Data (chalicelib/data)\n\n" + DATA_NOTICE.read_text("utf-8").strip())
    return f"{head}\n" + "".join(f"{_RULE}\n{part}\n\n" for part in parts).rstrip() + "\n"


def _component(name: str, version: str, locked: dict[str, str]) -> Component:
    installed = distribution(name)
    if installed.version != version:
        raise Unlicensed(f"{name} {installed.version} is installed, not {version}: `make setup`")
    licence, texts = _licence(installed), tuple(_texts(installed))
    if not texts:
        raise Unlicensed(f"{name} {version} brings no text of its licence")
    return Component(name, version, licence, texts, tuple(sorted(_needs(installed, locked))))


def _licence(installed: Distribution) -> str:
    told = installed.metadata
    given = next((told[one] for one in ("License-Expression", "License") if told[one]), "")
    name = str(told["Name"])
    expression = _BY_TEXT.get(name) or _SPOKEN.get(given, given)
    return _allowed(name, expression, repr(given))


def may_ship(expression: str) -> bool:
    """Whether one of the choices is allowed, with all that is joined by AND in it."""
    choices = expression.replace("(", "").replace(")", "").split(" OR ")
    return any(set(choice.split(" AND ")) <= ALLOWED for choice in choices)


def _texts(installed: Distribution) -> Iterator[str]:
    for file in sorted(installed.files or (), key=str):
        in_metadata = any(part.endswith(".dist-info") for part in file.parts)
        if in_metadata and Path(file.name).name.upper().startswith(_TEXTS):
            text = Path(str(file.locate())).read_text("utf-8", errors="replace")
            yield "\n".join(line.rstrip() for line in text.strip().splitlines())


def _needs(installed: Distribution, locked: dict[str, str]) -> Iterator[str]:
    for text in installed.requires or ():
        wanted = Requirement(text)
        if _holds(wanted.marker) and canonical(wanted.name) in locked:
            yield canonical(wanted.name)


def _holds(marker: Marker | None) -> bool:
    lambdas = {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"}
    return marker is None or marker.evaluate({**lambdas, "python_version": "3.11", "extra": ""})


def _asked_for(found: list[Component]) -> set[str]:
    dressed = {one.name for one in found if one.registry == "npm"}
    return dressed | {name for name, _ in pins(SHIPPED.sources[0])}


def _entry(one: Component) -> dict[str, Any]:
    simple = one.licence in ALLOWED
    licence = {"license": {"id": one.licence}} if simple else {"expression": one.licence}
    return {
        "type": "library",
        "bom-ref": one.purl,
        "name": one.name,
        "version": one.version,
        "licenses": [licence],
        "purl": one.purl,
    }


def _edges(of: str, names: set[str], found: list[Component]) -> dict[str, Any]:
    return {"ref": of, "dependsOn": [one.purl for one in found if one.name in names]}


if __name__ == "__main__":
    all_of_it = components()
    BILL.write_text(bill(all_of_it), "utf-8")
    LICENCES.write_text(licences(all_of_it), "utf-8")
