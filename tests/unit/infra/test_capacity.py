"""What grows with the province is a parameter of the stage, and its table is in the documents."""

from __future__ import annotations

import re

import pytest

from chalicelib.functions import FUNCTIONS
from chalicelib.identity.domain.identity_policy import IdentityPolicy
from chalicelib.runtime.settings import MissingSetting, Settings
from infra.capacity import CAPACITY, kept
from infra.functions import settings
from infra.gateway import GATEWAY_PROPERTIES
from infra.package import ROOT
from infra.queues import feeding
from infra.template import PARAMETERS
from tests.support.api import make_services

TABLE = re.compile(r"^\| `(\w+)` \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|", re.M)


def test_the_table_says_what_a_province_needs() -> None:
    """Each parameter, for 100,000 people, a million and ten; a million are the defaults."""
    text = (ROOT / "docs" / "scale.md").read_text("utf-8")
    rows = {name: [int(n.replace(",", "")) for n in more] for name, *more in TABLE.findall(text)}
    assert set(rows) == set(CAPACITY)
    for name, (small, middle, large) in rows.items():
        bounds = PARAMETERS[name]
        assert bounds["MinValue"] <= small <= middle <= large <= bounds["MaxValue"]
        assert middle == bounds["Default"]


def test_the_page_says_how_many_executions_are_kept() -> None:
    """Of which an account has 1,000 until somebody asks for more."""
    text = (ROOT / "docs" / "scale.md").read_text("utf-8")
    rows = {name: [int(n.replace(",", "")) for n in more] for name, *more in TABLE.findall(text)}
    numbers = [kept(function) for function in FUNCTIONS]
    followers = sum(number == {"Ref": "WorkerConcurrency"} for number in numbers)
    own = sum(number for number in numbers if isinstance(number, int))
    totals = [
        own + sum(rows[number["Ref"]][size] for number in numbers if isinstance(number, dict))
        for size in range(3)
    ]
    said = re.search(
        r"relay, (\w+) workers.*?schedule: (\d+) together\) keep (\d+), (\d+) and\s+([\d,]+)\s",
        text,
        re.S,
    )
    assert said is not None
    words = {5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}
    assert said.group(1) == words[followers]
    assert [int(n.replace(",", "")) for n in said.groups()[1:]] == [own, *totals]
    deployment = (ROOT / "docs" / "deployment.md").read_text("utf-8")
    assert f"{totals[1]} of an account's 1,000" in deployment


def test_the_gateway_and_the_queues_follow_the_stage() -> None:
    """The audit's chain has a number of its own, since its lines follow each other, and so have the
    lanes of due work, a worker for each."""
    (methods,) = GATEWAY_PROPERTIES["MethodSettings"]
    assert methods["ThrottlingRateLimit"]["Fn::If"][2] == {"Ref": "RequestsASecond"}
    assert methods["ThrottlingBurstLimit"]["Fn::If"][2] == {"Ref": "RequestBurst"}
    mappings = {
        name: resource["Properties"]["ScalingConfig"]["MaximumConcurrency"]["Fn::If"][2]
        for name, resource in feeding(FUNCTIONS).items()
        if "ScalingConfig" in resource.get("Properties", {})
    }
    own = [mappings.pop(f"{queue}ToWorker") for queue in ("Audit", "Sending", "Settling")]
    assert own == [2, 12, 8]
    assert set(map(str, mappings.values())) == {str({"Ref": "WorkerConcurrency"})}


def test_a_network_may_do_as_much_as_the_stage_says() -> None:
    """The policy's numbers times the parameter; other limits stay."""
    assert settings(FUNCTIONS)["NETWORK_ALLOWANCE"] == {"Ref": "NetworkAllowance"}
    given = {"STAGE": "prod", "PROVINCE": "lao_cai", "ADDRESS_LIMITS": "on"}
    once = make_services({Settings: Settings(given)}).get(IdentityPolicy)
    five = make_services({Settings: Settings({**given, "NETWORK_ALLOWANCE": "5"})})
    policy = five.get(IdentityPolicy)
    for name in ("codes_per_network", "wrong_codes_per_network", "passwords_per_network"):
        ours, theirs = getattr(once, name), getattr(policy, name)
        assert [5 * quota.most for quota in ours] == [quota.most for quota in theirs]
    assert policy.codes_per_phone == once.codes_per_phone


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "", "many"])
def test_an_allowance_is_a_count(text: str) -> None:
    """A stage that says nonsense says so by the name of the setting."""
    with pytest.raises(MissingSetting, match="NETWORK_ALLOWANCE"):
        _ = Settings({"STAGE": "prod", "NETWORK_ALLOWANCE": text}).network_allowance
