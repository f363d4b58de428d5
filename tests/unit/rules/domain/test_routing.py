"""Which agency gets a case: the whole table of both provinces."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from chalicelib.agencies.domain.agencies import committee_of
from chalicelib.kernel.errors import Invalid, Path
from chalicelib.places.domain.communes import Commune, CommuneKind
from chalicelib.rules.domain.routing import (
    RoutingRule,
    RoutingRules,
    route,
    routing_from_document,
    routing_to_document,
    unknown_names,
)
from chalicelib.rules.domain.urgencies import Urgency
from tests.support.directory import PROVINCES

WARD = Commune("02647", "Phường Lào Cai", CommuneKind.WARD)
RURAL = Commune("02683", "Xã Bát Xát", CommuneKind.RURAL)

# category | agency | sure; a category that is not named waits at the intake desk.
TABLE = """
sanitation      | ubnd-{commune}         | sure
roads           | so-xay-dung            | sure
lighting_water  | ubnd-{commune}         | sure
security        | cong-an-tinh           | sure
construction    | ubnd-{commune}         | sure
environment     | ubnd-{commune}         | sure
land            | ubnd-{commune}         | sure
health          | so-y-te                | sure
education       | so-giao-duc-va-dao-tao | sure
procedures      | ubnd-{commune}         | sure
conduct         | so-noi-vu              | not sure
initiative      | so-khcn                | sure
"""


def expected() -> dict[str, tuple[str, bool]]:
    rows = [[part.strip() for part in row.split("|")] for row in TABLE.strip().splitlines()]
    return {category: (agency, sure == "sure") for category, agency, sure in rows}


@pytest.mark.parametrize("province", list(PROVINCES))
def test_the_whole_table(province: str) -> None:
    """Each category in each commune at each urgency goes where the table says, or nowhere."""
    load = PROVINCES[province].first_load(())
    rows = expected()
    for category, commune, urgency in product(load.categories, load.communes, Urgency):
        found = route(load.routing_rules, category.code, commune, urgency)
        if category.code not in rows:
            assert found is None
            continue
        agency, sure = rows[category.code]
        assert found is not None
        assert (found.agency, found.sure) == (agency.format(commune=commune.code), sure)


@pytest.mark.parametrize("province", list(PROVINCES))
def test_rules_name_only_what_there_is(province: str) -> None:
    """No rule of a province leads to an agency, category or commune that it has not."""
    load = PROVINCES[province].first_load(())
    agencies = [*load.departments, *map(committee_of, load.communes)]
    assert not unknown_names(
        load.routing_rules,
        [category.code for category in load.categories],
        [commune.code for commune in load.communes],
        [agency.id for agency in agencies],
    )


RULES = RoutingRules(
    3,
    "QĐ 1",
    (
        RoutingRule("bat_xat", "so-y-te", True, communes=("02683",), categories=("roads",)),
        RoutingRule("urgent", "cong-an-tinh", True, urgencies=("urgent",)),
        RoutingRule("wards", "ubnd-{commune}", False, commune_kinds=("phuong",)),
        RoutingRule("roads", "so-xay-dung", True, categories=("roads", "land")),
    ),
)


@pytest.mark.parametrize(
    ("category", "commune", "urgency", "rule", "agency"),
    [
        ("roads", RURAL, "urgent", "bat_xat", "so-y-te"),
        ("land", RURAL, "urgent", "urgent", "cong-an-tinh"),
        ("roads", WARD, "urgent", "urgent", "cong-an-tinh"),
        ("roads", WARD, "ordinary", "wards", "ubnd-02647"),
        ("land", RURAL, "ordinary", "roads", "so-xay-dung"),
    ],
)
def test_the_first_rule_that_fits_decides(
    category: str, commune: Commune, urgency: str, rule: str, agency: str
) -> None:
    """All conditions of a rule must hold; an earlier rule wins over a better one."""
    found = route(RULES, category, commune, urgency)
    assert found is not None
    assert (found.rule, found.agency, found.version) == (rule, agency, 3)


def test_where_no_rule_fits_nobody_is_chosen() -> None:
    """The case waits at the intake desk."""
    assert route(RULES, "health", RURAL, "ordinary") is None


def test_a_document_says_the_same_as_its_rules() -> None:
    """Written and read again the rules are the same, in the same order."""
    assert routing_from_document(routing_to_document(RULES)) == RULES


def test_all_that_is_wrong_with_a_document_is_told_at_once() -> None:
    """Form first: types, unknown members, kinds and urgencies that there are not."""
    document = {
        "version": 0,
        "source": "x",
        "rules": [
            {"id": "a", "agency": "so-y-te", "sure": 1, "urgencies": ["soon"], "colour": "red"},
            {"id": "a", "agency": "", "sure": True, "commune_kinds": ["thi_xa"]},
        ],
    }
    with pytest.raises(Invalid) as caught:
        routing_from_document(document)
    assert {(fault.path, fault.code) for fault in caught.value.faults} == {
        (("version",), "out_of_range"),
        (("rules",), "not_unique"),
        (("rules", 0, "sure"), "wrong_type"),
        (("rules", 0, "urgencies"), "not_one_of"),
        (("rules", 0, "colour"), "unknown_field"),
        (("rules", 1, "agency"), "too_short"),
        (("rules", 1, "commune_kinds"), "not_one_of"),
    }


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"categories": ("weather",)}, ("rules", 0, "categories"), "unknown_category"),
        ({"communes": ("00001",)}, ("rules", 0, "communes"), "unknown_commune"),
        ({"agency": "so-xay"}, ("rules", 0, "agency"), "unknown_agency"),
        ({"agency": "ubnd-{commune}", "communes": ()}, ("rules", 0, "agency"), "unknown_agency"),
    ],
)
def test_names_that_are_not_there_are_told(
    change: dict[str, object], path: Path, code: str
) -> None:
    """A rule for any commune needs an agency in each commune."""
    rule = RoutingRule("r", "ubnd-{commune}", True, ("roads",), communes=("02647",))
    rules = RoutingRules(1, "x", (replace(rule, **change),))
    faults = unknown_names(rules, ["roads"], ["02647", "02683"], ["ubnd-02647"])
    assert (path, code) in {(fault.path, fault.code) for fault in faults}
