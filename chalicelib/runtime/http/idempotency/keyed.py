"""A request whose answer goes with the write that carries it out."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.keys import Sealer
from chalicelib.kernel.repeats import KEPT, AnsweredRequest
from chalicelib.kernel.together import Part
from chalicelib.runtime.http.calls import Reply
from chalicelib.runtime.http.idempotency.keys import KeptAnswer, identity_of, write_answer
from chalicelib.runtime.http.idempotency.ledger import RequestRecord
from chalicelib.runtime.http.idempotency.requests import RequestDesk
from chalicelib.runtime.http.inputs import Given
from chalicelib.runtime.http.route import Endpoint
from chalicelib.runtime.services import services


@frozen
class RequestInHand:
    """A request that is being carried out; `record` is without its answer, and nobody's lease."""

    desk: RequestDesk
    sealer: Sealer
    record: RequestRecord
    by_ledger: bool = False

    @property
    def id(self) -> str:
        """Of its record."""
        return self.record.id

    def answered(self, reply: Reply) -> AnsweredRequest:
        """For what keeps it in its own sealed document."""
        record, answer = self.record, self._written(reply).decode()
        return AnsweredRequest(record.id, record.body, answer, record.expires_at)

    def recorded(self, reply: Reply) -> RequestRecord:
        """For the ledger: begun and done at once."""
        return replace(self.record, answer=self.sealer.seal(self._written(reply), self.record.id))

    def recording(self, reply: Reply) -> Part:
        """The same as part of another write."""
        return self.desk.ledger.beginning(self.recorded(reply), self.desk.clock.now())

    def _written(self, reply: Reply) -> bytes:
        return write_answer(KeptAnswer(reply, self.desk.clock.now()))


def request_in_hand(served: Endpoint, given: Given) -> RequestInHand:
    """As it begins now."""
    desk = services().get(RequestDesk)
    id, body = identity_of(served, given)
    now = desk.clock.now()
    record = RequestRecord(id, body, new_seed(), now, now + KEPT)
    return RequestInHand(desk, services().get(Sealer), record)
