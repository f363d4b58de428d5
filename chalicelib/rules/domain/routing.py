"""Which agency a case belongs to: versioned rules, the first that fits decides.

Source: docs/handbook.md §3 (accept, assign). Where no rule fits, or the one that fits is not
sure, the case waits at the intake desk.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from functools import cached_property
from typing import Any

from chalicelib.kernel.documents import Document
from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.key_words import MOST_WORDS, KeyWords
from chalicelib.kernel.organisation_numbers import parse_organisation_number
from chalicelib.kernel.words import fold
from chalicelib.places.domain.communes import Commune, CommuneKind
from chalicelib.rules.domain.urgencies import Urgency

PLACEHOLDER = "{commune}"
MOST_RULES = 200
MOST_KEY_WORDS = 100
"""Of one rule."""
LONGEST_KEY_WORD = 80
MOST_COORDINATING = 10
MOST_ORGANISATIONS = 30
"""Of all rules together: each makes more cases to tell apart where holes are looked for."""


class ReporterKind(StrEnum):
    """As what somebody sent a case."""

    PERSON = "person"
    ORGANISATION = "organisation"
    """As a representative of one."""


@frozen
class RoutedMatter:
    """What rules look at of a case. `channel` is by which way it came, `organisation` the number of
    the one for which it was sent."""

    category: str
    commune: Commune
    urgency: Urgency
    channel: str
    text: str = ""
    organisation: str | None = None

    @property
    def reporter_kind(self) -> ReporterKind:
        """Whether a person speaks for themselves."""
        return ReporterKind.ORGANISATION if self.organisation else ReporterKind.PERSON


@frozen
class RoutingRule:
    """One row. An empty tuple fits all; `{commune}` in an agency stands for the commune's code.

    One of the key words is enough (`kernel/key_words.py`). A rule that is not `sure` only suggests.
    """

    id: str
    agency: str
    sure: bool
    categories: tuple[str, ...] = ()
    commune_kinds: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    urgencies: tuple[Urgency, ...] = ()
    channels: tuple[str, ...] = ()
    key_words: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    """Agencies that take part beside the lead."""
    reporter_kinds: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    """By their numbers, whether they have an account by now or not."""

    def fits(self, matter: RoutedMatter, found: frozenset[str]) -> bool:
        """Whether the rule speaks of such a case, in whose text these key words were found."""
        return (
            (not self.categories or matter.category in self.categories)
            and (not self.communes or matter.commune.code in self.communes)
            and (not self.commune_kinds or matter.commune.kind in self.commune_kinds)
            and (not self.urgencies or matter.urgency in self.urgencies)
            and (not self.channels or matter.channel in self.channels)
            and (not self.key_words or not found.isdisjoint(self.key_words))
            and self.hears(matter.reporter_kind, matter.organisation)
        )

    def agencies_in(self, commune: str) -> tuple[str, tuple[str, ...]]:
        """Who leads there, and who takes part: each once, whether it is named or meant by
        `{commune}`."""
        lead = self.agency.replace(PLACEHOLDER, commune)
        others = (one.replace(PLACEHOLDER, commune) for one in self.coordinating)
        return lead, tuple(one for one in dict.fromkeys(others) if one != lead)

    def hears(self, kind: ReporterKind, organisation: str | None) -> bool:
        """Whether the rule speaks of cases that were sent as that, for that organisation."""
        return (not self.reporter_kinds or kind in self.reporter_kinds) and (
            not self.organisations or organisation in self.organisations
        )


@frozen
class RoutingRules:
    """One version of all rules, in their order."""

    version: int
    source: str
    rules: tuple[RoutingRule, ...]

    @cached_property
    def key_words(self) -> KeyWords:
        """Those of all rules."""
        return KeyWords(word for rule in self.rules for word in rule.key_words)

    @property
    def organisations(self) -> tuple[str, ...]:
        """Those that rules name, each once."""
        named = (number for rule in self.rules for number in rule.organisations)
        return tuple(dict.fromkeys(named))


@frozen
class Route:
    """Where a case goes, and by which rule of which version."""

    agency: str
    sure: bool
    rule: str
    version: int
    coordinating: tuple[str, ...] = ()


def route(rules: RoutingRules, matter: RoutedMatter) -> Route | None:
    """The decision of the first rule that fits; None where no rule does."""
    found = rules.key_words.found_in(fold(matter.text))
    rule = next((rule for rule in rules.rules if rule.fits(matter, found)), None)
    if rule is None:
        return None
    agency, coordinating = rule.agencies_in(matter.commune.code)
    return Route(agency, rule.sure, rule.id, rules.version, coordinating)


def routing_from_document(value: object) -> RoutingRules:
    """The rules of a JSON document; raises Invalid with all faults of its form."""
    document = Document(value)
    rules = RoutingRules(
        version=document.whole("version", least=1),
        source=document.text("source"),
        rules=tuple(_rule(part) for part in document.parts("rules", most=MOST_RULES)),
    )
    document.each_once("rules", (rule.id for rule in rules.rules))
    if len(rules.organisations) > MOST_ORGANISATIONS:
        document.fault("rules", "too_many_organisations_named", {"max": MOST_ORGANISATIONS})
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


def _rule(part: Document) -> RoutingRule:
    return RoutingRule(
        id=part.text("id"),
        agency=part.text("agency"),
        sure=part.flag("sure"),
        categories=part.optional_texts("categories"),
        commune_kinds=_some_of(part, "commune_kinds", tuple(CommuneKind)),
        communes=part.optional_texts("communes"),
        urgencies=_urgencies(part),
        channels=part.optional_texts("channels"),
        key_words=_key_words(part),
        coordinating=part.optional_texts("coordinating", most=MOST_COORDINATING),
        reporter_kinds=_some_of(part, "reporter_kinds", tuple(ReporterKind)),
        organisations=_organisations(part),
    )


def _organisations(part: Document) -> tuple[str, ...]:
    """As they are kept; each a number whose check digit agrees."""
    given, kept = part.optional_texts("organisations", most=MOST_ORGANISATIONS), list[str]()
    for one in given:
        try:
            kept.append(parse_organisation_number(one))
        except Invalid as invalid:
            part.fault("organisations", invalid.faults[0].code)
            break
    return tuple(kept)


def _key_words(part: Document) -> tuple[str, ...]:
    """In NFC; each with a word in it, and not so long that looking for it costs too much."""
    given = part.optional_texts("key_words", most=MOST_KEY_WORDS, longest=LONGEST_KEY_WORD)
    counts = [len(fold(one).words) for one in given]
    if not all(counts):
        part.fault("key_words", "no_word")
    if max(counts, default=0) > MOST_WORDS:
        part.fault("key_words", "too_many_words", {"max": MOST_WORDS})
    return given


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
