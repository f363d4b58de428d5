"""Routing rules that cannot go live: unknown names, rules that nothing reaches, cases without."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import product

import pytest

from chalicelib.kernel.errors import Path
from chalicelib.places.domain.communes import Commune, CommuneKind
from chalicelib.rules.domain.routing import (
    MOST_KEY_WORDS,
    MOST_ORGANISATIONS,
    MOST_RULES,
    RoutedMatter,
    RoutingRule,
    RoutingRules,
    route,
)
from chalicelib.rules.domain.routing_checks import RoutingNames, routing_faults
from chalicelib.rules.domain.urgencies import Urgency

WARD = Commune("02647", "Phường Lào Cai", CommuneKind.WARD)
RURAL = Commune("02683", "Xã Bát Xát", CommuneKind.RURAL)
NAMES = RoutingNames(
    ("roads", "land"), (WARD, RURAL), ("app", "hotline"), ("so-y-te", "ubnd-02647")
)
APATIT, VIETTEL = "5300100276", "0100109106"
REST = RoutingRule("rest", "so-y-te", False)


def rule(id: str, **conditions: object) -> RoutingRule:
    return RoutingRule(id, "so-y-te", True, **conditions)  # type: ignore[arg-type]


def faults(*rules: RoutingRule, names: RoutingNames = NAMES) -> list[tuple[Path, str]]:
    found = routing_faults(RoutingRules(1, "x", rules), names)
    return [(fault.path, fault.code) for fault in found]


@pytest.mark.parametrize(
    ("change", "name", "code"),
    [
        ({"categories": ("weather",)}, "categories", "unknown_category"),
        ({"communes": ("00001",)}, "communes", "unknown_commune"),
        ({"channels": ("pigeon",)}, "channels", "unknown_channel"),
        ({"agency": "so-xay"}, "agency", "unknown_agency"),
        ({"agency": "ubnd-{commune}", "communes": ()}, "agency", "unknown_agency"),
        ({"coordinating": ("so-gi",)}, "coordinating", "unknown_agency"),
        ({"coordinating": ("ubnd-{commune}",)}, "coordinating", "lead_is_coordinating"),
        ({"coordinating": ("ubnd-02647",)}, "coordinating", "lead_is_coordinating"),
    ],
)
def test_names_that_are_not_there_are_told(change: dict[str, object], name: str, code: str) -> None:
    """A rule for any commune needs an agency in each commune."""
    one = RoutingRule("r", "ubnd-{commune}", True, ("roads",), communes=("02647",))
    assert (("rules", 0, name), code) in faults(replace(one, **change), REST)


def test_a_rule_for_wards_needs_an_agency_in_wards_alone() -> None:
    """The rural communes have none here."""
    one = RoutingRule("r", "ubnd-{commune}", True, commune_kinds=("phuong",))
    assert faults(one, REST) == []


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ([{}], {"categories": ("roads",)}),
        ([{"categories": ("roads",)}], {"categories": ("roads",), "key_words": ("rác",)}),
        ([{"categories": ("roads",)}, {"categories": ("land",)}], {"urgencies": ("urgent",)}),
        ([{"commune_kinds": ("phuong",)}], {"communes": ("02647",)}),
        ([{"channels": ("app",)}, {"channels": ("hotline",)}], {"categories": ("land",)}),
        (
            [{"reporter_kinds": ("person",)}, {"reporter_kinds": ("organisation",)}],
            {"categories": ("land",)},
        ),
        ([{"reporter_kinds": ("organisation",)}], {"organisations": (APATIT,)}),
        (
            [{"reporter_kinds": ("person",)}],
            {"reporter_kinds": ("person",), "key_words": ("rác",)},
        ),
        (
            [{"organisations": (APATIT,), "key_words": ("rác",)}],
            {"organisations": (APATIT,), "key_words": ("rác thải",)},
        ),
        ([{"key_words": ("rác",)}], {"key_words": ("rác thải",)}),
        ([{"key_words": ("rac",)}], {"key_words": ("rác thải",)}),
        ([{"key_words": ("rac",)}], {"key_words": ("RÁC",)}),
        ([{"key_words": ("rác",)}, {"key_words": ("đèn",)}], {"key_words": ("rác", "bóng đèn")}),
        (
            [{"key_words": ("rác",), "categories": ("land",)}, {"categories": ("roads",)}],
            {"key_words": ("rác",)},
        ),
    ],
)
def test_a_rule_that_no_case_reaches_is_refused(earlier, later) -> None:
    """One earlier rule takes all of it, or several of them together."""
    before = [rule(str(i), **conditions) for i, conditions in enumerate(earlier)]
    found = faults(*before, rule("later", **later), *([] if earlier == [{}] else [REST]))
    assert (("rules", len(before)), "never_reached") in found


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ({"categories": ("roads",)}, {}),
        (
            {"reporter_kinds": ("person",)},
            {"reporter_kinds": ("organisation",), "channels": ("app",)},
        ),
        ({"organisations": (APATIT,)}, {"reporter_kinds": ("organisation",)}),
        ({"organisations": (APATIT,)}, {"organisations": (APATIT, VIETTEL)}),
        ({"organisations": (APATIT,), "key_words": ("rác",)}, {"key_words": ("rác",)}),
        ({"key_words": ("rác",)}, {}),
        ({"key_words": ("rác",)}, {"key_words": ("rac",)}),
        ({"key_words": ("rác thải",)}, {"key_words": ("rác",)}),
        ({"key_words": ("rác",)}, {"key_words": ("rác", "đèn")}),
        ({"key_words": ("rác",), "channels": ("app",)}, {"key_words": ("rác",)}),
        ({"commune_kinds": ("phuong",)}, {"communes": ("02647", "02683"), "channels": ("app",)}),
    ],
)
def test_a_rule_that_some_case_reaches_is_taken(earlier, later) -> None:
    """What is left to it is enough."""
    rest = [REST] if later else []
    assert faults(rule("earlier", **earlier), rule("later", **later), *rest) == []


def test_whom_a_rule_stands_behind_is_said_by_number() -> None:
    """As a person counts; only those that take something of it."""
    rules = (
        rule("a", categories=("land",)),
        rule("b", categories=("roads",), channels=("app",)),
        rule("c", categories=("roads",), channels=("hotline",)),
        rule("d", categories=("roads",)),
    )
    (fault,) = routing_faults(RoutingRules(1, "x", rules), NAMES)
    assert (fault.path, fault.params) == (("rules", 3), {"by": "2, 3"})


def test_conditions_that_no_case_meets_together_are_refused() -> None:
    """A rural commune that is to be a ward."""
    one = rule("r", commune_kinds=("phuong",), communes=("02683",))
    assert faults(one, REST) == [(("rules", 0, "communes"), "fits_no_case")]
    nobody = rule("r", reporter_kinds=("person",), organisations=(APATIT,))
    assert faults(nobody, REST) == [(("rules", 0, "organisations"), "fits_no_case")]


def test_a_case_that_has_no_rule_is_named() -> None:
    """Any text may lack the key words of a rule, so they close no hole."""
    rules = (
        rule("a", categories=("roads",)),
        rule("b", communes=("02647",)),
        rule("c", key_words=("rác",)),
        rule("d", urgencies=tuple(Urgency)[1:]),
        rule("e", channels=("app",)),
    )
    (fault,) = routing_faults(RoutingRules(1, "x", rules), NAMES)
    assert (fault.path, fault.code) == (("rules",), "case_without_rule")
    assert fault.params == {
        "category": "land",
        "commune": "02683",
        "urgency": "urgent",
        "channel": "hotline",
    }


@pytest.mark.parametrize(
    ("rules", "sender"),
    [
        ((rule("a", reporter_kinds=("organisation",)),), "person"),
        ((rule("a", reporter_kinds=("person",)),), "organisation"),
        (
            (rule("a", reporter_kinds=("person",)), rule("b", organisations=(APATIT,))),
            "organisation",
        ),
        (
            (
                rule("a", organisations=(APATIT,), categories=("roads",)),
                rule("b", reporter_kinds=("person",)),
            ),
            APATIT,
        ),
    ],
)
def test_a_sender_that_has_no_rule_is_named(rules: tuple[RoutingRule, ...], sender: str) -> None:
    """Where rules ask who sent a case, the hole says it too: an organisation that no rule names is
    called by its kind."""
    (fault,) = routing_faults(RoutingRules(1, "x", rules), NAMES)
    assert (fault.path, fault.code) == (("rules",), "sender_without_rule")
    assert fault.params["reporter"] == sender


def test_no_rules_at_all_leave_every_case_without() -> None:
    """The first of all cases is named."""
    assert faults() == [(("rules",), "case_without_rule")]


def test_what_is_said_of_rules_is_what_they_do() -> None:
    """Every set of three rules out of some: a rule is refused exactly if it routes no case, a hole
    is told exactly if a case is routed by none."""
    kinds: tuple[dict[str, object], ...] = (
        *({}, {"categories": ("land",)}, {"channels": ("app",)}, {"communes": ("02647",)}),
        *({"reporter_kinds": ("person",)}, {"reporter_kinds": ("organisation",)}),
        {"organisations": (APATIT,)},
    )
    senders = (None, APATIT, VIETTEL)
    cases = [
        RoutedMatter(category, commune, urgency, channel, organisation=sender)
        for category, commune, urgency, channel, sender in product(
            NAMES.categories, NAMES.communes, (Urgency.ORDINARY,), NAMES.channels, senders
        )
    ]
    for chosen in product(kinds, repeat=3):
        rules = RoutingRules(1, "x", tuple(rule(str(i), **one) for i, one in enumerate(chosen)))
        found = faults(*rules.rules)
        routes = [route(rules, case) for case in cases]
        used = {one.rule for one in routes if one}
        unreached = {path[1] for path, code in found if code == "never_reached"}
        assert unreached == {int(one.id) for one in rules.rules} - {int(id) for id in used}
        holes = {code for path, code in found if path == ("rules",)}
        assert bool(holes) is (None in routes)


def test_the_largest_rules_are_checked_in_time() -> None:
    """So many rules of so many key words in a hundred communes."""
    communes = tuple(Commune(f"{i:05d}", "Xã", CommuneKind.RURAL) for i in range(100))
    names = replace(NAMES, communes=communes, categories=tuple("abcdefghijklm"))
    words = [" ".join(["từ"] * 6 + [str(i)]) for i in range(MOST_KEY_WORDS)]
    rules = [rule(str(i), key_words=tuple(f"{w} {i}" for w in words)) for i in range(MOST_RULES)]
    began = time.process_time()
    assert faults(*rules, names=names) == [(("rules",), "case_without_rule")]
    assert time.process_time() - began < 10


def test_the_most_organisations_are_told_apart_in_time() -> None:
    """Each of them multiplies the cases that there are."""
    communes = tuple(Commune(f"{i:05d}", "Xã", CommuneKind.RURAL) for i in range(100))
    names = replace(NAMES, communes=communes, categories=tuple("abcdefghijklm"))
    branches = [f"{APATIT}-{i:03d}" for i in range(1, MOST_ORGANISATIONS + 1)]
    rules = [
        rule(str(i), key_words=(f"từ {i}",), organisations=(branches[i % len(branches)],))
        for i in range(MOST_RULES - 1)
    ]
    began = time.process_time()
    assert faults(*rules, REST, names=names) == []
    assert time.process_time() - began < 10
