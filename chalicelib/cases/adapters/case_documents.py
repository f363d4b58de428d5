"""A case and its card as sealed documents: JSON, compressed, encrypted."""

from __future__ import annotations

from msgspec.json import Decoder, encode

from chalicelib.cases.application.ports import Card
from chalicelib.cases.domain.cases import Case
from chalicelib.cases.domain.escalations import escalations
from chalicelib.kernel.keys import Sealer

EXCERPT = 120


_CASES: Decoder[Case] = Decoder(Case)
_CARDS: Decoder[Card] = Decoder(Card)


class CaseDocuments:
    """Turns cases into what is stored, and back. The case code is bound into each seal."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def seal(self, case: Case) -> bytes:
        """The whole case."""
        return self._seal(case, f"case:{case.code}")

    def open(self, code: str, body: bytes) -> Case:
        """The inverse of `seal`."""
        return _CASES.decode(self._sealer.unseal(body, f"case:{code}"))

    def card(self, case: Case) -> bytes:
        """What lists show of the case."""
        return self._seal(card_of(case), f"card:{case.code}")

    def open_card(self, code: str, card: bytes) -> Card:
        """The inverse of `card`."""
        return _CARDS.decode(self._sealer.unseal(card, f"card:{code}"))

    def _seal(self, value: object, context: str) -> bytes:
        return self._sealer.seal(encode(value), context)


def card_of(case: Case) -> Card:
    """The card of a case."""
    return Card(
        code=case.code,
        version=case.version,
        state=case.state.value,
        category=case.category,
        urgency=case.urgency,
        visibility=case.visibility,
        commune=case.commune,
        agency=case.agency,
        officer=case.officer,
        excerpt=case.description[:EXCERPT],
        submitted_at=case.submitted_at,
        updated_at=case.updated_at,
        returns=case.returns,
        due=case.due,
        acknowledged=tuple(e.to.value for e in escalations(case) if e.acknowledged_at),
    )
