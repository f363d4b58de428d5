"""The queue `assignment` to the router, and to what else follows from a case as it stands: what
keeps duplicates under living parents, and who forged urgency."""

from __future__ import annotations

from typing import Any

from chalicelib.cases.application.assignment import route_case
from chalicelib.cases.application.cases import CaseDesk
from chalicelib.cases.application.duplicates import DuplicateDesk, keep_duplicates
from chalicelib.cases.application.forged_urgency import judge_urgency
from chalicelib.rules.application.ports import CategoryModels
from chalicelib.runtime.services import services
from chalicelib.runtime.workers.batches import BatchAnswer, process_cases

RESERVE_MS = 5_000
"""Time left to the function at which no further duplicate is begun; the letter comes again."""


def handle(event: dict[str, Any], context: Any) -> BatchAnswer:
    """Look at the case of each event, as it stands now."""

    def may_go_on() -> bool:
        return bool(context.get_remaining_time_in_millis() > RESERVE_MS)

    def work(code: str, correlation_id: str) -> None:
        case = route_case(
            services().get(CaseDesk), services().get(CategoryModels), code, correlation_id
        )
        judge_urgency(services().get(CaseDesk), case)
        keep_duplicates(services().get(DuplicateDesk), case, correlation_id, may_go_on)

    return process_cases(event, work)
