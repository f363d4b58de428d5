"""The departments that a province begins with."""

from __future__ import annotations

from chalicelib.agencies.domain.agencies import Agency, agencies_from_document
from chalicelib.runtime.data_files import read_document


def read_departments(province: str) -> tuple[Agency, ...]:
    """`agencies.json`; raises FileNotFoundError, or Invalid for a document with faults."""
    return tuple(agencies_from_document(read_document(province, "agencies")))
