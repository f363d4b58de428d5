"""How the rules' things are made."""

from __future__ import annotations

from chalicelib.rules.application.ports import CategoryModels, Rulebook, ShippedRules
from chalicelib.runtime.services import Services
from chalicelib.runtime.settings import Settings
from chalicelib.worktime.domain.public_holidays import PublicHolidays


def register(services: Services) -> None:
    """The rules that the province ships with, and those that administrators have made of them."""
    services.register(
        ShippedRules, lambda s: shipped_rules(s.get(Settings).province, s.get(PublicHolidays))
    )
    services.register(Rulebook, _rulebook)
    services.register(CategoryModels, _category_models)


def shipped_rules(province: str, holidays: PublicHolidays) -> ShippedRules:
    """What the files of that province say, in a country with these holidays."""
    from chalicelib.rules.adapters.rule_files import RuleFiles

    return RuleFiles(province, holidays)


def _category_models(services: Services) -> CategoryModels:
    from chalicelib.rules.adapters.category_models import S3CategoryModels

    settings = services.get(Settings)
    return S3CategoryModels(settings.uploads_bucket, settings.account_id)


def _rulebook(services: Services) -> Rulebook:
    from chalicelib.rules.adapters.rulebook import DynamoRulebook

    return DynamoRulebook(services.get(Settings).directory_table)
