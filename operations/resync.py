"""Relay again what has no acknowledgement.

    python -m operations.resync [--stage prod] [--segments 4] [--anew]

The emulator keeps tables and queues over a restart (`make up PERSIST=1`), but its streams begin
anew, while their readers would go on from where they were. So the readers are made anew
(`RELAYING_OFF`, then on), and every change that the figures have not acknowledged goes to the
queues once more. On AWS this closes the gap left by records that the relay could not take for a
whole day (docs/runbooks/relay-behind.md). An event is published for all its queues or for none, and
those of a case in their order: what the figures know of, everybody was told of. Consumers do
everything once, so that to relay too much is harmless.
Killed, it goes on where it was when it is begun again within a day.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain.events import events_of
from chalicelib.figures.application.figures import advance_of
from chalicelib.figures.application.ports import Advance, Contribution, FigureStore
from chalicelib.kernel.ids import new_seed
from chalicelib.relay.application.relay import RelayDesk, relay
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from operations.auditing import tell, to_the_end
from operations.resumable import for_segments, identity_of, resumable
from operations.scans import size_of, table_segments
from operations.stacks import stack_of
from operations.vault import Row
from operations.walks import Visit, Walker

RELAYING_OFF = {"Relaying": "off"}
"""Parameter of a deployment without readers; the next one makes them, from the streams' start."""
AT_A_TIME = 100
"""Items looked at in one page: so many cases are held by a thread at most."""


def resync(product: Services, walker: Walker | None = None) -> int:
    """Relay the unacknowledged events of all cases, and the last event of all else; how many.

    The walker's marks name the cases of which it cannot be said what they have to tell.
    """
    walker = walker or Walker()
    marks, settings, client = walker.marks, product.get(Settings), walker.dynamodb
    relayed, correlation_id = "relayed", f"resync-{new_seed()[:16]}"
    marks.note(relayed, marks.noted(relayed) or 0)

    def keep(number: int) -> None:
        marks.note(relayed, marks.noted(relayed) + number)

    def go(table: str, having: str, wanted: str, work: Callable[[Visit[Row]], int]) -> None:
        condition = {"FilterExpression": f"attribute_exists({having})"}
        asked = {**condition, "ProjectionExpression": wanted}
        segments = table_segments(client, table, walker.at_once, page=AT_A_TIME, **asked)
        walker.go(table, segments, work, keep, size_of(client, table))

    go(settings.cases_table, "card", "id, version", partial(_cases, product, correlation_id))
    # Of people, directory, the audit's reads and the campaign, which have no acknowledgement.
    tables = settings.people_table, settings.directory_table, settings.audit_table
    for table in (*tables, settings.campaign_table):
        go(table, "event", "event", partial(_last_events, product))
    return int(marks.noted(relayed))


def _cases(product: Services, correlation_id: str, visit: Visit[Row]) -> int:
    """What the figures have not acknowledged of these cases, all in as few calls as may be.

    They are not told of what changes no figure. So of that it is said here, once it is relayed.
    """
    told, known = list[str](), list[Advance]()
    for item in visit.items:
        with visit.isolation.of(item["id"]["S"]):
            events, advance = _events(product, item, correlation_id)
            told += events
            known += advance
    relay(product.get(RelayDesk), told)
    for one in known:
        product.get(FigureStore).apply([one])
    return len(told)


def _events(product: Services, item: Row, correlation_id: str) -> tuple[list[str], list[Advance]]:
    """What one case has to tell, and what is then known of it."""
    code, version = item["id"]["S"], int(item["version"]["N"])
    counted = product.get(FigureStore).contribution(code)
    known = counted.version if counted else 0
    case = product.get(CaseStore).find(code) if known < version else None
    if case is None:
        return [], []
    events = events_of(case, sum(one.version <= known for one in case.timeline), correlation_id)
    if counted and events and events[-1]["figures"] is None:
        now = Contribution(case.version, counted.cells)
        return [json.dumps(events)], [advance_of(code, counted, now)]
    return [json.dumps(events)], []


def _last_events(product: Services, visit: Visit[Row]) -> int:
    relay(product.get(RelayDesk), [item["event"]["S"] for item in visit.items])
    return len(visit.items)


def main() -> int:
    """The command."""
    given = for_segments(__doc__).parse_args()
    product = stack_of(given).adopt()
    tell(product, AuditKind.EVENTS_RELAYED)
    task = {"command": "resync", "stack": identity_of(product)}
    with resumable(given, task, good_for=timedelta(days=1)) as walker:
        print(resync(product, walker), "relayed again")
        left_out = walker.marks.left_out()
    return 1 if left_out else 0


if __name__ == "__main__":
    sys.exit(to_the_end(main))
