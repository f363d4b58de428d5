"""What each co-ordinating agency has to say to a case. Source: docs/handbook.md §3."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from chalicelib.kernel.frozen import frozen
from chalicelib.uploads.domain.attachments import Attachment


@frozen
class PartAnswer:
    """For the agency that leads; the citizen never sees it. `at` is UTC."""

    text: str
    evidence: tuple[Attachment, ...]
    author: str
    at: datetime


@frozen
class CasePart:
    """The part of one agency, since when it is asked for it (UTC)."""

    agency: str
    since: datetime
    officer: str | None = None
    wanted_by: datetime | None = None
    """Earlier than the case's due time, as the lead wishes; None: by the case's."""
    answer: PartAnswer | None = None


def parts_for(
    agencies: Iterable[str], before: Iterable[CasePart], at: datetime
) -> tuple[CasePart, ...]:
    """One for each of these agencies: those that were there stay as they are."""
    known = {part.agency: part for part in before}
    return tuple(known.get(agency) or CasePart(agency, at) for agency in agencies)
