"""Which agency a case belongs to: versioned rules, the first that fits decides.

Source: docs/handbook.md §3 (accept, assign). Where no rule fits, or the one that fits is not
sure, the case waits at the intake desk.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from chalicelib.kernel.documents import Document
from chalicelib.kernel.errors import Fault
from chalicelib.places.domain.communes import Commune, CommuneKind
from chalicelib.rules.domain.urgencies import Urgency

PLACEHOLDER = "{commune}"


@dataclass(frozen=True)
class RoutingRule:
    """One row. An empty tuple fits all; `{commune}` in `agency` stands for the commune's code.

    A rule that is not `sure` only suggests.
    """

    id: str
    agency: str
    sure: bool
    categories: tuple[str, ...] = ()
    commune_kinds: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    urgencies: tuple[Urgency, ...] = ()

    def fits(self, category: str, commune: Commune, urgency: Urgency) -> bool:
        """Whether the rule speaks of such a case."""
        wanted = (
            (self.categories, category),
            (self.commune_kinds, commune.kind),
            (self.communes, commune.code),
            (self.urgencies, urgency),
        )
        return all(not allowed or value in allowed for allowed, value in wanted)


@dataclass(frozen=True)
class RoutingRules:
    """One version of all rules, in their order."""

    version: int
    source: str
    rules: tuple[RoutingRule, ...]


@dataclass(frozen=True)
class Route:
    """Where a case goes, and by which rule of which version."""

    agency: str
    sure: bool
    rule: str
    version: int


def route(rules: RoutingRules, category: str, commune: Commune, urgency: Urgency) -> Route | None:
    """The decision of the first rule that fits; None where no rule does."""
    rule = next((rule for rule in rules.rules if rule.fits(category, commune, urgency)), None)
    if rule is None:
        return None
    agency = rule.agency.replace(PLACEHOLDER, commune.code)
    return Route(agency, rule.sure, rule.id, rules.version)


def routing_from_document(value: object) -> RoutingRules:
    """The rules of a JSON document; raises Invalid with all faults of its form."""
    document = Document(value)
    rules = RoutingRules(
        version=document.whole("version", least=1),
        source=document.text("source"),
        rules=tuple(_rule(part) for part in document.parts("rules")),
    )
    if len({rule.id for rule in rules.rules}) < len(rules.rules):
        document.fault("rules", "not_unique")
    document.finish()
    return rules


def routing_to_document(rules: RoutingRules) -> dict[str, Any]:
    """The inverse of `routing_from_document`."""
    return {
        "version": rules.version,
        "source": rules.source,
        "rules": [
            {name: list(member) if isinstance(member, tuple) else member for name, member in row}
            for row in (_members(rule) for rule in rules.rules)
        ],
    }


def unknown_names(
    rules: RoutingRules,
    categories: Collection[str],
    communes: Collection[str],
    agencies: Collection[str],
) -> list[Fault]:
    """What the rules name that is not there: categories, communes, agencies."""
    faults = []
    for index, rule in enumerate(rules.rules):
        led = {rule.agency.replace(PLACEHOLDER, code) for code in rule.communes or communes}
        found = (
            ("categories", set(rule.categories) <= set(categories), "unknown_category"),
            ("communes", set(rule.communes) <= set(communes), "unknown_commune"),
            ("agency", led <= set(agencies), "unknown_agency"),
        )
        faults += [Fault(("rules", index, name), code) for name, known, code in found if not known]
    return faults


def _rule(part: Document) -> RoutingRule:
    return RoutingRule(
        id=part.text("id"),
        agency=part.text("agency"),
        sure=part.flag("sure"),
        categories=part.optional_texts("categories"),
        commune_kinds=_some_of(part, "commune_kinds", tuple(CommuneKind)),
        communes=part.optional_texts("communes"),
        urgencies=_urgencies(part),
    )


def _urgencies(part: Document) -> tuple[Urgency, ...]:
    """Those that there are; the others are faults already."""
    known = {urgency.value: urgency for urgency in Urgency}
    return tuple(known[name] for name in _some_of(part, "urgencies", known) if name in known)


def _some_of(part: Document, name: str, allowed: Collection[str]) -> tuple[str, ...]:
    values = part.optional_texts(name)
    if not set(values) <= set(allowed):
        part.fault(name, "not_one_of", {"allowed": ", ".join(allowed)})
    return values


def _members(rule: RoutingRule) -> list[tuple[str, Any]]:
    """What the rule says; lists that fit all are left out."""
    return [(name, member) for name, member in vars(rule).items() if member != ()]
