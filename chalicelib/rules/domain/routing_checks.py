"""What makes routing rules unfit to go live: names that are not there, contradictions, holes.

What was put before a rule stood here is still read: only an edit is refused.

Every case without key words is one of finitely many (its category, commune, urgency, channel, and
who sent it): a bit for each of them in one whole number, so that what rules cover is found by `and`
and `or`. Of who sent it only as much is told apart as rules ask: nothing; a person or an
organisation; each organisation that a rule names.
Rules with key words cover nothing for good, since any text may lack them; but a later rule is never
reached if each of its key words is found only where one of an earlier rule is found as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

from chalicelib.kernel.errors import Fault
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.key_words import implied_by
from chalicelib.kernel.words import fold
from chalicelib.places.domain.communes import Commune
from chalicelib.rules.domain.routing import (
    PLACEHOLDER,
    ReporterKind,
    RoutingRule,
    RoutingRules,
)
from chalicelib.rules.domain.urgencies import Urgency

_NAMED = 5
"""Earlier rules that a fault names at most."""
_ANY = RoutingRule("any", "nobody", sure=False)
_UNNAMED = ""
"""An organisation that no rule names."""
_Sender = tuple[ReporterKind, str | None]


@frozen
class RoutingNames:
    """What rules may name: codes of categories and channels, communes, ids of agencies."""

    categories: Sequence[str]
    communes: Sequence[Commune]
    channels: Sequence[str]
    agencies: Sequence[str]


def routing_faults(rules: RoutingRules, names: RoutingNames) -> list[Fault]:
    """All that keeps these rules from going live; what is covered by what is asked only where
    all names are known."""
    unknown = [
        fault for index, rule in enumerate(rules.rules) for fault in _unknown(index, rule, names)
    ]
    return unknown or list(_coverage(rules, names))


def _unknown(index: int, rule: RoutingRule, names: RoutingNames) -> Iterator[Fault]:
    communes = {commune.code for commune in names.communes}
    named = (
        ("categories", set(rule.categories), set(names.categories), "unknown_category"),
        ("communes", set(rule.communes), communes, "unknown_commune"),
        ("channels", set(rule.channels), set(names.channels), "unknown_channel"),
        ("agency", _everywhere(rule, (rule.agency,), names), set(names.agencies), "unknown_agency"),
        (
            "coordinating",
            _everywhere(rule, rule.coordinating, names),
            set(names.agencies),
            "unknown_agency",
        ),
    )
    for name, said, known, code in named:
        if not said <= known:
            yield Fault(("rules", index, name), code)
    if _always_leads(rule, names):
        yield Fault(("rules", index, "coordinating"), "lead_is_coordinating")


def _always_leads(rule: RoutingRule, names: RoutingNames) -> bool:
    """Whether one that is to take part leads itself, wherever the rule speaks of."""
    codes = _communes(rule, names)
    return bool(codes) and any(
        all(_in(one, code) == _in(rule.agency, code) for code in codes) for one in rule.coordinating
    )


def _everywhere(rule: RoutingRule, agencies: Sequence[str], names: RoutingNames) -> set[str]:
    """These agencies in every commune that the rule speaks of."""
    return {_in(agency, code) for agency in agencies for code in _communes(rule, names)}


def _communes(rule: RoutingRule, names: RoutingNames) -> Sequence[str]:
    """The codes of those that it speaks of."""
    return rule.communes or [one.code for one in names.communes if _of_kind(rule, one)]


def _in(agency: str, commune: str) -> str:
    return agency.replace(PLACEHOLDER, commune)


def _of_kind(rule: RoutingRule, commune: Commune) -> bool:
    return not rule.commune_kinds or commune.kind in rule.commune_kinds


def _senders(rules: RoutingRules) -> Sequence[_Sender]:
    """Who sends cases, as far as these rules tell them apart; one who stands for all where none
    asks."""
    person = (ReporterKind.PERSON, None)
    if not any(rule.reporter_kinds or rule.organisations for rule in rules.rules):
        return [person]
    named = [(ReporterKind.ORGANISATION, one) for one in (*rules.organisations, _UNNAMED)]
    return [person, *named]


def _coverage(all_rules: RoutingRules, names: RoutingNames) -> Iterator[Fault]:
    """Rules that no case reaches, each with the earlier ones that stand before it; then a case
    that reaches none."""
    rules, senders = all_rules.rules, _senders(all_rules)
    spaces = [_space(rule, names, senders) for rule in rules]
    covered, by_phrase = 0, defaultdict[tuple[bool, tuple[str, ...]], int](int)
    for index, (rule, space) in enumerate(zip(rules, spaces, strict=True)):
        if not space:
            heard = any(rule.hears(*one) for one in senders)
            at = "communes" if heard else "organisations"
            yield Fault(("rules", index, at), "fits_no_case")
        elif not any(space & ~covered & ~taken for taken in _taken(rule, by_phrase)):
            before = [str(i + 1) for i in range(index) if spaces[i] & space]
            yield Fault(("rules", index), "never_reached", {"by": ", ".join(before[:_NAMED])})
        covered |= 0 if rule.key_words else space
        for phrase in map(fold, rule.key_words):
            by_phrase[phrase.is_bare, phrase.words] |= space
    if left := _space(_ANY, names, senders) & ~covered:
        case = _first_of(left, names, senders)
        code = "case_without_rule" if len(senders) == 1 else "sender_without_rule"
        yield Fault(("rules",), code, case)


def _taken(
    rule: RoutingRule, by_phrase: Mapping[tuple[bool, tuple[str, ...]], int]
) -> Iterator[int]:
    """For each key word of a rule, what earlier rules with key words take wherever it is found."""
    for word in rule.key_words:
        yield reduce(or_, (by_phrase.get(phrase, 0) for phrase in implied_by(word)))
    if not rule.key_words:
        yield 0


def _space(rule: RoutingRule, names: RoutingNames, senders: Sequence[_Sender]) -> int:
    """A bit for each case without key words that the rule fits."""
    channels = [not rule.channels or one in rule.channels for one in names.channels]
    urgencies = [not rule.urgencies or one in rule.urgencies for one in Urgency]
    communes = [
        _of_kind(rule, one) and (not rule.communes or one.code in rule.communes)
        for one in names.communes
    ]
    categories = [not rule.categories or one in rule.categories for one in names.categories]
    space, width = 1, 1
    for axis in (channels, urgencies, communes, categories):
        space *= sum(1 << (place * width) for place, fits in enumerate(axis) if fits)
        width *= len(axis)
    heard = (place for place, one in enumerate(senders) if rule.hears(*one))
    return reduce(or_, (space << place * width for place in heard), 0)


def _first_of(space: int, names: RoutingNames, senders: Sequence[_Sender]) -> dict[str, str]:
    """The case of the lowest bit; who sent it only where rules ask."""
    place = (space & -space).bit_length() - 1
    of_one = len(names.categories) * len(names.communes) * len(Urgency) * len(names.channels)
    sender, place = divmod(place, of_one)
    kind, number = senders[sender]
    sent = {} if len(senders) == 1 else {"reporter": number or kind.value}
    place, channel = divmod(place, len(names.channels))
    place, urgency = divmod(place, len(Urgency))
    category, commune = divmod(place, len(names.communes))
    return {
        "category": names.categories[category],
        "commune": names.communes[commune].code,
        "urgency": tuple(Urgency)[urgency].value,
        "channel": names.channels[channel],
        **sent,
    }
