"""The index of cases by place and month, over the fake store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.cases.adapters.case_documents import card_of
from chalicelib.cases.application.case_index import month_of, place_of_case
from chalicelib.cases.application.ports import Card
from chalicelib.cases.domain.cases import Case
from chalicelib.kernel.instants import store
from chalicelib.kernel.keys import Unsealable
from chalicelib.kernel.pages import Page, Position, page_of
from tests.support.cases import FakeCaseStore


class FakeCaseIndex:
    """In memory; `queries` and `batches` count what the table would be asked."""

    def __init__(self, cases: FakeCaseStore) -> None:
        self._cases = cases
        self.queries = 0
        self.batches = 0

    def at(self, place: str, since: datetime, limit: int) -> Sequence[str]:
        self.queries += 1
        found = [case for case in self._newest() if place_of_case(case) == place]
        return [case.code for case in found if case.submitted_at >= since][:limit]

    def of_month(self, month: str, limit: int, position: Position | None) -> Page[str]:
        self.queries += 1
        found = [case for case in self._newest() if month_of(case.submitted_at) == month]
        page = page_of(found, limit, position, _place, backwards=True)
        return page.of(lambda case: case.code)

    def read(self, codes: Sequence[str]) -> tuple[Sequence[Case], Sequence[str]]:
        self.batches += 1
        cases, failed = [], []
        for code in codes:
            try:
                case = self._cases.find(code)
            except Unsealable:
                failed.append(code)
            else:
                cases += [case] if case else []
        return cases, failed

    def cards(self, codes: Sequence[str]) -> tuple[Sequence[Card], Sequence[str]]:
        cases, failed = self.read(codes)
        return [card_of(case) for case in cases], failed

    def _newest(self) -> list[Case]:
        cases = self._cases.cases.values()
        return sorted(cases, key=lambda case: tuple(_place(case).values()), reverse=True)


def _place(case: Case) -> Position:
    return {"submitted": f"{store(case.submitted_at)}#{case.code}", "id": case.code}
