"""What the policy says of suggested categories."""

from __future__ import annotations

import pytest

from chalicelib.kernel.errors import Invalid
from chalicelib.rules.domain.category_models import CategoryGuess
from chalicelib.rules.domain.policy_documents import policy_from_document, policy_to_document
from chalicelib.rules.domain.suggestions import SuggestionPolicy
from tests.support.directory import FIRST_LOAD, make_policy


def test_a_policy_that_says_nothing_decides_nothing() -> None:
    """Whatever the certainty."""
    document = policy_to_document(FIRST_LOAD.policy)
    document.pop("suggestions")
    said = policy_from_document(document).suggestions
    assert said == SuggestionPolicy()
    assert not said.is_decided(CategoryGuess("roads", 100))


@pytest.mark.parametrize(
    ("category", "certainty", "sure", "decided"),
    [("roads", 79, False, False), ("roads", 80, True, False), ("roads", 95, True, True)],
)
def test_sure_and_decided_are_from_a_certainty_on(category, certainty, sure, decided) -> None:
    """For the category that is named, no other."""
    rows = [{"category": "roads", "certainty": 95}]
    policy = make_policy(suggestions={"certainty": 80, "decides": rows})
    guess = CategoryGuess(category, certainty)
    said = policy.suggestions
    assert (said.is_sure(guess), said.is_decided(guess)) == (sure, decided)
    assert not said.is_decided(CategoryGuess("land", 100))
    assert policy_from_document(policy_to_document(policy)) == policy


@pytest.mark.parametrize(
    ("said", "path", "code"),
    [
        ({"certainty": 101}, ("suggestions", "certainty"), "out_of_range"),
        ({"certainty": "70"}, ("suggestions", "certainty"), "wrong_type"),
        ({"decide": []}, ("suggestions", "decide"), "unknown_field"),
        ({"decides": {}}, ("suggestions", "decides"), "wrong_type"),
        (
            {"decides": [{"category": "roads", "certainty": 0}]},
            ("suggestions", "decides", 0, "certainty"),
            "out_of_range",
        ),
        (
            {"decides": [{"category": "roads", "certainty": 9}] * 2},
            ("suggestions", "decides"),
            "not_unique",
        ),
    ],
)
def test_what_cannot_be_is_refused_by_the_field(said, path, code) -> None:
    """Certainties are per cent, a category is named once."""
    with pytest.raises(Invalid) as caught:
        make_policy(suggestions=said)
    assert [(fault.path, fault.code) for fault in caught.value.faults] == [(path, code)]
