"""The kinds of stored documents, the present version of each, and the steps up to it.

A document outlives the code that wrote it. Its number stands in the item's attribute `schema`, or,
where lists read the document without its item, in its first member `v`; without a number it is of
version 1. Steps change plain JSON (of kinds that are kept as attributes: the item as the table
gives it), before anything is decoded. How a stored form is changed: docs/stored-documents.md.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.kernel.frozen import frozen

Step = Callable[[Any], Any]
"""From one version to the next. Called again with what it has changed, it changes nothing: kinds
that are updated in place may hold members of both versions."""
MEMBER = "v"


class NewerSchema(Exception):
    """Written by newer code than this: to be read and written by such code only."""

    def __init__(self, kind: str, known: int) -> None:
        super().__init__(f"{kind}: stored in a newer version than {known}, the last known here")
        self.kind, self.known = kind, known


@frozen
class Schema:
    """One kind. `steps[0]` leads from version 1 to 2, and so on."""

    kind: str
    steps: tuple[Step, ...] = ()

    @property
    def number(self) -> int:
        """The present version."""
        return 1 + len(self.steps)

    def is_present(self, stored: Any) -> bool:
        """Whether a document of this number (None: without one) needs no step; or NewerSchema."""
        number = 1 if stored is None else int(stored)
        if number > self.number:
            raise NewerSchema(self.kind, self.number)
        return number == self.number

    def upcast(self, document: Any, stored: Any) -> Any:
        """In its present form, through every step from that number on; raises NewerSchema."""
        if not self.is_present(stored):
            for step in self.steps[int(stored or 1) - 1 :]:
                document = step(document)
        return document

    def numbered(self, document: bytes) -> bytes:
        """A JSON object with its number as the first member."""
        return b'{"%s":%d,%s' % (MEMBER.encode(), self.number, document[1:])


def split(numbered: dict[str, Any]) -> tuple[int | None, dict[str, Any]]:
    """The number, or None, of a document that holds it as a member, and the document without."""
    number = numbered.get(MEMBER)
    return number, {name: value for name, value in numbered.items() if name != MEMBER}


def _not_dated(answer: dict[str, Any]) -> dict[str, Any]:
    return {"made": {}, "given_at": None, **answer}


def _perhaps_followed(case: dict[str, Any]) -> dict[str, Any]:
    """Nobody had written down whether anybody followed it, and all its requests are in the ledger:
    until the next write says how long that may be."""
    return {"followed": True, "ledger_until": "9999-12-31T00:00:00Z", **case}


def _as_it_is(document: Any) -> Any:
    """Members were added that may be absent: older code would lose them."""
    return document


def _with_usage_limits(policy: Any) -> Any:
    """Policies said nothing of how much one account may ask for."""
    limits = {
        "cases_per_day": 20,
        "urgent_cases_per_day": 5,
        "uploads_per_day": 60,
        "officer_uploads_per_day": 300,
        "open_uploads": 20,
        "upload_hours": 24,
        "forged_urgency_cases": 1,
        "forged_urgency_days": 30,
    }
    return {"usage_limits": limits, **policy}


def _with_urgent_gathering(policy: Any) -> Any:
    """Urgent cases were told one by one; what an older policy says nothing of is as by default."""
    return {"urgent_gathering_minutes": 5, **policy}


def _with_parts(case: dict[str, Any]) -> dict[str, Any]:
    """Co-ordinating agencies had none to answer: they are asked from the assignment on."""
    since = case.get("assigned_at") or case["submitted_at"]
    parts = [{"agency": one, "since": since} for one in case.get("coordinating", ())]
    return {"parts": parts, **case}


def _without_subject(session: dict[str, Any]) -> dict[str, Any]:
    return session


def _first_version(officer: dict[str, Any]) -> dict[str, Any]:
    return {"version": 1, **officer}


def _phone_hashes(registration: dict[str, Any]) -> dict[str, Any]:
    """Without any they are asked for when they are needed."""
    return {"phone_hashes": [], **registration}


def _cells_for_spells(rows: Any) -> Any:
    """Version 1 held spells with the day entered and, perhaps, the day left."""
    cells = []
    for *first, status, entered, left, ended, minutes, rated, stars, ext, ret, rer, n in rows:
        standing = [*first, status, ended, minutes, rated, stars, ext, ret, rer]
        cells.append([entered, n, *standing])
        if left is not None:
            cells.append([left, -n, *standing])
    return cells


def _first_form(report: dict[str, Any]) -> dict[str, Any]:
    """Forms were numbered by files, of which there is one edition now."""
    return {**report, "form_version": 1}


def _with_inspections(report: dict[str, Any]) -> dict[str, Any]:
    """Answers were not looked at once more: nothing was counted of it."""

    def whole(counted: list[Any]) -> list[Any]:
        return [*counted, *[[]] * (_COUNTED - len(counted))]

    rows = [[key, whole(counted)] for key, counted in report["rows"]]
    return {**report, "total": whole(report["total"]), "rows": rows}


_COUNTED = 6
"""Counters of a line of a kept report."""

CASE = Schema("case", (_perhaps_followed, *[_as_it_is] * 5, _with_parts, *[_as_it_is] * 4))
CARD = Schema("card", (_as_it_is, _as_it_is, _as_it_is))
UPLOAD = Schema("upload", (_as_it_is,))
ACCOUNT = Schema("account", (_as_it_is, _as_it_is))
GUEST = Schema("guest")
ACCOUNT_BLOCK = Schema("account_block")
REGISTRATION = Schema("registration", (_phone_hashes, _as_it_is))
SESSION = Schema("session", (_without_subject, _as_it_is, _as_it_is, _as_it_is))
CREDENTIALS = Schema("credentials", (_as_it_is, _as_it_is, _as_it_is))
GUARD = Schema("guard")
INVITATION = Schema("invitation")
ADDRESS_PROOF = Schema("address_proof")
MESSAGE = Schema("message", (_as_it_is,))
FOLLOWER = Schema("follower")
AGENCIES = Schema("agencies", (_as_it_is,))
OFFICER = Schema("officer", (_first_version, _as_it_is, _as_it_is))
ROUTING = Schema("routing", (_as_it_is, _as_it_is))
POLICY = Schema("policy", (_with_usage_limits, _with_urgent_gathering, *[_as_it_is] * 5))
CALENDAR = Schema("calendar")
QUESTIONS = Schema("questions")
ROLL_OUT = Schema("roll_out")
ABUSE_WORDS = Schema("abuse_words")
ANSWER_TEXT = Schema("answer_text")
COMMUNE_REPORT = Schema("commune_report", (_as_it_is, _first_form))
TRAINING = Schema("training")
ATTENDANCE = Schema("attendance")
DIFFICULTY = Schema("difficulty")
ORGANISATION = Schema("organisation")
LIST_IMPORT = Schema("list_import", (_as_it_is, _as_it_is, _as_it_is))
LIST_ENTRY = Schema("list_entry")
LIST_TALLY = Schema("list_tally")
VISIT = Schema("visit")
ACCOUNT_COUNT = Schema("account_count")
REACH_TARGETS = Schema("reach_targets")
OFFICIAL_COUNT = Schema("official_count")
RECOMPUTATION = Schema("recomputation")
LOG_PAGE = Schema("log_page", (_as_it_is, _as_it_is))
CONTRIBUTION = Schema("contribution", (_cells_for_spells, _as_it_is, _as_it_is))
OPEN_ROUNDS = Schema("open_rounds", (_as_it_is, _as_it_is))
KEPT_REPORT = Schema("kept_report", (_as_it_is, _with_inspections))
ANSWER = Schema("answer", (_not_dated,))
AUDIT_LINE = Schema("audit_line")
