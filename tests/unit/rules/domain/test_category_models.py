"""Categories learned from texts: what is learned, what is not, and how well."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pytest

from bench.suggestion import THRESHOLD, stories
from bench.texts import made_up
from chalicelib.kernel.words import bare
from chalicelib.rules.domain.category_models import (
    FEWEST_AUTHORS,
    LARGEST_FILE,
    MOST_FEATURES,
    CategoryModel,
    features,
    model_from_document,
    model_to_document,
)
from chalicelib.rules.domain.category_training import Example, train, try_out

NOW = datetime(2026, 8, 1, tzinfo=UTC)


@cache
def learned() -> CategoryModel:
    model = train(list(made_up(1500, 1)), 3, NOW, THRESHOLD)
    assert model is not None
    return model


def test_a_text_is_told_from_others() -> None:
    """With or without diacritics alike; the likeliest first, certainties in per cent."""
    text = "Bãi rác tự phát bốc mùi hôi thối ở đầu thôn 2"
    first, *others = learned().guesses(text)
    assert first.category == "sanitation"
    assert first.certainty > 70
    assert sum(one.certainty for one in (first, *others)) <= 100
    assert learned().guesses(bare(text).upper()) == learned().guesses(text)


@pytest.mark.parametrize("text", ["", "🕳️ !!!", "12345 2026", "xyzzy plugh"])
def test_of_unknown_words_nothing_is_said(text: str) -> None:
    """Rather than the commonest category."""
    assert learned().guesses(text) == ()


def test_who_knows_few_of_the_words_is_less_sure() -> None:
    """The same words, among others that were never seen."""
    text = "Bãi rác tự phát bốc mùi hôi thối"
    sure = learned().guesses(text)[0]
    unsure = learned().guesses(f"{text} {' '.join(f'lạ{c}' for c in 'abcdefghijklm')}")[0]
    assert unsure.certainty < sure.certainty


def test_it_does_well_on_what_it_has_not_seen() -> None:
    """Of made-up reports; and of the demo's stories, in other words, well where it is sure."""
    report = learned().report
    assert report is not None
    assert report.trained + report.tested == 1500
    assert report.right / report.tested > 0.9
    assert report.macro_f1 > 0.9
    told = try_out(learned(), stories(), THRESHOLD, report.trained)
    assert told.right / told.tested > 0.5
    assert told.sure_right / told.sure > 0.75


def test_a_case_is_in_one_set_for_good() -> None:
    """Whatever else there is: no version is tested on what an earlier one was trained on."""
    examples = list(made_up(1000, 2))
    fewer = examples[::2]
    tested = {one.key for one in examples if one.tenth < 2}
    assert {one.key for one in fewer if one.tenth < 2} == tested & {one.key for one in fewer}
    assert 120 < len(tested) < 280


def test_the_same_cases_give_the_same_model() -> None:
    """In whatever order they are read."""
    examples = list(made_up(600, 4))
    assert train(examples, 1, NOW, 70) == train(examples[::-1], 1, NOW, 70)


def test_nobodys_name_or_number_is_learned() -> None:
    """What stands in the texts of a handful of people, however many those are, and whatever has a
    digit."""
    text = "Tôi là Giàng Xeo Phử, số 0912345678, xe 24B1"
    named = [Example(f"k{i}", str(i % (FEWEST_AUTHORS - 1)), text, "roads") for i in range(90)]
    many = [Example(f"n{i}", f"a{i}", f"Số {i} ở 24B1", "roads") for i in range(90)]
    model = train([*made_up(600, 5), *named, *many], 1, NOW, 70)
    assert model is not None
    words = {word for feature in model.weights for word in feature.split(" ")}
    assert not {"giang", "xeo", "0912345678", "24b1"} & words


def test_of_too_few_cases_or_one_category_nothing_is_learned() -> None:
    """Better none than a bad one."""
    assert train(list(made_up(40, 1)), 1, NOW, 70) is None
    assert train([replace(one, category="roads") for one in made_up(500, 1)], 1, NOW, 70) is None


def test_a_model_is_kept_whole_and_small() -> None:
    """Also the largest that there can be."""
    document = json.loads(json.dumps(model_to_document(learned())))
    assert model_from_document(document) == learned()
    large = replace(
        learned(), weights={f"phường{i} xã{i}": bytes(13) for i in range(MOST_FEATURES)}
    )
    body = json.dumps(model_to_document(large), ensure_ascii=False).encode()
    assert len(body) <= LARGEST_FILE


def test_a_file_that_does_not_fit_together_is_refused() -> None:
    """Rather than read askew."""
    document = model_to_document(learned())
    with pytest.raises(ValueError, match="do not fit"):
        model_from_document({**document, "categories": document["categories"][1:]})


def test_a_suggestion_costs_little() -> None:
    """The longest text, warm: under 5 ms of CPU."""
    text = " ".join(one.text for one in made_up(100, 9))[:4000]
    best = 1.0
    for _ in range(9):
        began = time.process_time()
        learned().guesses(text)
        best = min(best, time.process_time() - began)
    assert best < 0.005


def test_words_and_pairs_of_neighbours() -> None:
    """A number parts no neighbours, and is none itself."""
    assert features("Ổ gà số 5 to") == {"o", "ga", "so", "to", "o ga", "ga so", "so to"}
