"""The files of a province under `chalicelib/data/`: what a new province has to bring.

`province.json`, `communes.csv`, `boundaries.bin` and `categories.json` are read by the running
service; agencies, rules, policy and calendar are what the directory is first loaded with.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path

from chalicelib.agencies.application.directory import LoadDirectory
from chalicelib.agencies.domain.agencies import Officer, agencies_from_document
from chalicelib.places.adapters.boundary_files import read_boundaries
from chalicelib.places.domain.communes import Commune, CommuneKind, Gazetteer
from chalicelib.places.domain.provinces import Province, province_from_document
from chalicelib.rules.domain.categories import Category, categories_from_document
from chalicelib.rules.domain.policy_documents import policy_from_document
from chalicelib.rules.domain.routing import routing_from_document
from chalicelib.worktime.domain.calendar_documents import calendar_from_document

DATA = Path(__file__).parents[2] / "data"


class ProvinceFiles:
    """One province's folder; each file is read when it is first asked for.

    Raises FileNotFoundError for a province that has none, Invalid for a file with faults.
    """

    def __init__(self, province: str) -> None:
        self._folder = DATA / province

    @cached_property
    def province(self) -> Province:
        """Names and case prefix."""
        return province_from_document(self._document("province"))

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Communes and boundaries."""
        return Gazetteer(
            self._communes(), partial(read_boundaries, self._folder / "boundaries.bin")
        )

    @cached_property
    def categories(self) -> tuple[Category, ...]:
        """All categories in the order in which they are shown."""
        return categories_from_document(self._document("categories"))

    def first_load(self, officers: Sequence[Officer]) -> LoadDirectory:
        """What the directory of the province begins with, and these people."""
        return LoadDirectory(
            communes=self.gazetteer.communes(),
            departments=agencies_from_document(self._document("agencies")),
            categories=self.categories,
            routing_rules=routing_from_document(self._document("routing")),
            policy=policy_from_document(self._document("policy")),
            calendar=calendar_from_document(self._document("calendar")),
            officers=officers,
        )

    def _document(self, name: str) -> object:
        document: object = json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))
        return document

    def _communes(self) -> list[Commune]:
        with (self._folder / "communes.csv").open(encoding="utf-8", newline="") as file:
            return [
                Commune(row["code"], row["full_name"], CommuneKind(row["kind"]))
                for row in csv.DictReader(file)
            ]
