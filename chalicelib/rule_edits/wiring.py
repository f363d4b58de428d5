"""How the things of editing rules are made."""

from __future__ import annotations

from chalicelib.cases.application.cases import CaseDesk
from chalicelib.rule_edits.application.ports import Recomputations
from chalicelib.rule_edits.application.recomputation import RecomputationDesk
from chalicelib.rule_edits.application.rules import RuleDesk
from chalicelib.rules.application.ports import Rulebook, ShippedRules
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.worktime.domain.public_holidays import PublicHolidays


def register(services: Services) -> None:
    """Editing the rules, and how open cases follow an edit."""
    services.register(
        RuleDesk,
        lambda s: RuleDesk(
            s.get(Rulebook), s.get(CaseDesk), s.get(PublicHolidays), s.get(ShippedRules)
        ),
    )
    services.register(Recomputations, _recomputations)
    services.register(
        RecomputationDesk, lambda s: RecomputationDesk(s.get(CaseDesk), s.get(Recomputations))
    )


def _recomputations(services: Services) -> Recomputations:
    from chalicelib.rule_edits.adapters.recomputations import DynamoRecomputations

    return DynamoRecomputations(services.get(Settings).directory_table)
