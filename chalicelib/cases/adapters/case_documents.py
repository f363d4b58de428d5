"""A case and its card as sealed documents: JSON, compressed, encrypted."""

from __future__ import annotations

from typing import Any

from msgspec import to_builtins
from msgspec.json import encode

from chalicelib.cases.application.ports import Card
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.escalations import escalations
from chalicelib.kernel.keys import Sealer
from chalicelib.runtime.dynamodb.json_forms import JsonForm
from chalicelib.runtime.dynamodb.schemas import CARD, CASE

EXCERPT = 120
_CASES = JsonForm(CASE, Case)
_CARDS = JsonForm(CARD, Card)


class CaseDocuments:
    """Turns cases into what is stored, and back. The case code is bound into each seal."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def seal(self, case: Case) -> bytes:
        """The whole case."""
        return self._sealer.seal(encode(case), f"case:{case.code}")

    def open(self, code: str, body: bytes, schema: int | None) -> Case:
        """The inverse of `seal`; `schema` is the number beside it. Raises NewerSchema."""
        return _CASES.decode(self._sealer.unseal(body, f"case:{code}"), schema)

    def card(self, case: Case) -> bytes:
        """What lists show of the case, with its number within: they read nothing beside it."""
        card = CARD.numbered(encode(_given(to_builtins(card_of(case)))))
        return self._sealer.seal(card, f"card:{case.code}")

    def open_card(self, code: str, card: bytes) -> Card:
        """The inverse of `card`. Raises NewerSchema."""
        return _CARDS.decode_numbered(self._sealer.unseal(card, f"card:{code}"))


def _given(members: dict[str, Any]) -> dict[str, Any]:
    """Without what is None or empty, as members that are not there: a page reads many cards."""
    return {
        name: _given(value) if isinstance(value, dict) else value
        for name, value in members.items()
        if value not in (None, ())
    }


def card_of(case: Case) -> Card:
    """The card of a case."""
    return Card(
        code=case.code,
        version=case.version,
        state=case.state.value,
        category=case.category,
        urgency=case.urgency,
        urgency_asked=case.urgency_asked,
        visibility=case.visibility,
        commune=case.commune,
        agency=case.agency,
        coordinating=case.coordinating,
        officer=case.officer,
        excerpt=case.description[:EXCERPT],
        submitted_at=case.submitted_at,
        updated_at=case.updated_at,
        returns=case.returns,
        due=case.due,
        addressed_to=case.addressed_to,
        acknowledged=tuple(e.to.value for e in escalations(case) if e.acknowledged_at),
    )
