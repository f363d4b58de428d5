"""The files of a province that tell of its places: `province.json`, `communes.csv`, boundaries."""

from __future__ import annotations

import csv
from functools import partial

from chalicelib.places.adapters.boundary_files import read_boundaries
from chalicelib.places.domain.communes import Commune, CommuneKind, Gazetteer
from chalicelib.places.domain.provinces import Province, province_from_document
from chalicelib.runtime.data_files import DATA, read_document


def read_province(province: str) -> Province:
    """Names and case prefix; raises FileNotFoundError, or Invalid for a document with faults."""
    return province_from_document(read_document(province, "province"))


def read_gazetteer(province: str) -> Gazetteer:
    """Communes; the boundaries are read at the first question of place."""
    with (DATA / province / "communes.csv").open(encoding="utf-8", newline="") as file:
        communes = [
            Commune(row["code"], row["full_name"], CommuneKind(row["kind"]))
            for row in csv.DictReader(file)
        ]
    return Gazetteer(communes, partial(read_boundaries, DATA / province / "boundaries.bin"))
