"""Relay again what has no acknowledgement.

    python -m operations.resync [--stage prod] [--segments 4] [--anew]

The emulator keeps tables and queues over a restart (`make up PERSIST=1`), but its streams begin
anew, while their readers would go on from where they were. So the readers are made anew
(`RELAYING_OFF`, then on), and every change that has no line in the audit goes to the queues once
more. On AWS this closes the gap left by records that the relay could not take for a whole day, or
that were given up (docs/runbooks/relay-behind.md). The audit is what acknowledges, since it enters
each event by itself, and an event is published for all its queues or for none: what has its line
was told to everybody. The figures are no witness: they count a case as it stands, ahead of what was
relayed of it. Consumers do everything once, so that to relay too much is harmless.
Killed, it goes on where it was when it is begun again within a day.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from chalicelib.audit.application.ports import AuditTrail
from chalicelib.audit.domain.audit_policy import AuditPolicy
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.ports import CaseStore
from chalicelib.cases.domain.events import event_id, events_of
from chalicelib.figures.application.figures import FigureDesk, project
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.ids import new_seed
from chalicelib.kernel.instants import load, local_date
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
"""Items looked at in one page, and lines of the audit in one call."""


def resync(product: Services, walker: Walker | None = None) -> int:
    """Relay the events of cases that the audit lacks, and the last event of all else; of how many.

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

    go(settings.cases_table, "card", "id, event", partial(_cases, product, correlation_id))
    # Of people, directory, the audit's reads and the campaign, which have no acknowledgement.
    tables = settings.people_table, settings.directory_table, settings.audit_table
    for table in (*tables, settings.campaign_table):
        go(table, "event", "event", partial(_last_events, product))
    return int(marks.noted(relayed))


def _cases(product: Services, correlation_id: str, visit: Visit[Row]) -> int:
    """What the audit lacks of these cases, and for each of them all that came after it."""
    since = product.get(AuditPolicy).kept_since(local_date(product.get(Clock).now()))
    lines: dict[str, list[str]] = {}
    for item in visit.items:
        with visit.isolation.of(item["id"]["S"]):
            lines[item["id"]["S"]] = _lines(product, item, since)
    wanted = [id for of_case in lines.values() for id in of_case]
    entered: set[str] = set()
    for start in range(0, len(wanted), AT_A_TIME):
        entered |= product.get(AuditTrail).entered(wanted[start : start + AT_A_TIME])
    told: list[str] = []
    for code, of_case in lines.items():
        if lacking := {*of_case} - entered:
            with visit.isolation.of(code):
                told += _events(product, code, lacking, since, correlation_id)
    relay(product.get(RelayDesk), told)
    return len(told)


def _lines(product: Services, item: Row, since: date) -> list[str]:
    """The ids of a case's events, as the last of them tells, which goes when an index is written;
    none if that is too old for the audit to have it still."""
    code = item["id"]["S"]
    if "event" not in item:
        case = product.get(CaseStore).find(code)
        return [event_id(code, number) for number in range(len(case.timeline) if case else 0)]
    last = json.loads(item["event"]["S"])[-1]
    if local_date(load(last["at"])) < since:
        return []
    return [event_id(code, number) for number in range(int(last["id"].rpartition("#")[2]))]


def _events(
    product: Services, code: str, lacking: set[str], since: date, correlation_id: str
) -> list[str]:
    """From the first event on that the audit lacks. The figures count the case as it stands, since
    what all these events together change may begin before what is counted."""
    case = product.get(CaseStore).find(code)
    for number, entry in enumerate(case.timeline if case else ()):
        if case and event_id(code, number) in lacking and local_date(entry.at) >= since:
            project(product.get(FigureDesk), code)
            return [json.dumps(events_of(case, number, correlation_id))]
    return []


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
