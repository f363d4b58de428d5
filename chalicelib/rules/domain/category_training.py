"""How a model of categories is learned and tested: of the same cases the same model."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from chalicelib.rules.domain.category_models import (
    FEWEST_AUTHORS,
    MOST_FEATURES,
    CategoryModel,
    ModelReport,
    features,
    first_guess,
    weigh,
)

FEWEST_EXAMPLES = 50
"""To train on; of fewer no model is made."""
_SMOOTHING = 0.5
"""Added to each count, so that no word alone rules a category out."""
_SHARPNESSES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0)
_TENTHS_TESTED = 2


@dataclass(frozen=True)
class Example:
    """A text, whose it is, and the category that people found right. `key` (a case code) says which
    set it is in, for good: what a model was tested on, no later one is trained on."""

    key: str
    author: str
    text: str
    category: str

    @property
    def tenth(self) -> int:
        """0 to 9, the same wherever it is asked."""
        return sha256(self.key.encode()).digest()[0] % 10


def train(
    examples: Sequence[Example], version: int, now: datetime, threshold: int
) -> CategoryModel | None:
    """A model learned from eight tenths of the examples and tested on the others; None of too few.

    How sharp it is comes from the third tenth, by a model that has not seen it.
    """
    tested = [one for one in examples if one.tenth < _TENTHS_TESTED]
    learned = [one for one in examples if one.tenth >= _TENTHS_TESTED]
    if len(learned) < FEWEST_EXAMPLES or len({one.category for one in learned}) < 2:
        return None
    held = [one for one in learned if one.tenth == _TENTHS_TESTED]
    others = [one for one in learned if one.tenth > _TENTHS_TESTED]
    sharpness = _sharpness(_learn(others, version, now), held)
    model = replace(_learn(learned, version, now), sharpness=sharpness)
    return replace(model, report=try_out(model, tested, threshold, len(learned)))


def try_out(
    model: CategoryModel, examples: Sequence[Example], threshold: int, trained: int
) -> ModelReport:
    """What it says of these, held against what people said."""
    guesses = [first_guess(model.guesses(one.text)) for one in examples]
    pairs = [(one.category, guess) for one, guess in zip(examples, guesses, strict=True)]
    sure = [(said, guess) for said, guess in pairs if guess and guess.certainty >= threshold]
    return ModelReport(
        trained=trained,
        tested=len(pairs),
        right=sum(guess is not None and guess.category == said for said, guess in pairs),
        macro_f1=_macro_f1([(said, guess.category if guess else "") for said, guess in pairs]),
        threshold=threshold,
        sure=len(sure),
        sure_right=sum(guess.category == said for said, guess in sure),
    )


def _learn(examples: Sequence[Example], version: int, now: datetime) -> CategoryModel:
    categories = tuple(sorted({one.category for one in examples}))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    authors: dict[str, set[str]] = defaultdict(set)
    for one in examples:
        for feature in features(one.text):
            counts[feature][one.category] += 1
            authors[feature].add(one.author)
    common = (name for name, found in authors.items() if len(found) >= FEWEST_AUTHORS)
    kept = sorted((-counts[name].total(), name) for name in common)[:MOST_FEATURES]
    names = [name for _, name in kept]
    totals = {c: sum(counts[name][c] for name in names) for c in categories}
    whole = {c: totals[c] + _SMOOTHING * len(names) for c in categories}
    cases = Counter(one.category for one in examples)
    return CategoryModel(
        version=version,
        trained_at=now,
        categories=categories,
        priors=tuple(weigh(cases[c], len(examples)) for c in categories),
        weights={
            name: bytes(weigh(counts[name][c] + _SMOOTHING, whole[c]) for c in categories)
            for name in names
        },
        sharpness=1.0,
    )


def _sharpness(model: CategoryModel, examples: Sequence[Example]) -> float:
    """That which makes what people said likeliest."""
    return min(_SHARPNESSES, key=lambda one: _surprise(replace(model, sharpness=one), examples))


def _surprise(model: CategoryModel, examples: Sequence[Example]) -> float:
    said = 0.0
    for one in examples:
        shares = {guess.category: guess.certainty for guess in model.guesses(one.text)}
        said -= math.log(max(shares.get(one.category, 0), 1) / 100)
    return said


def _macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean of the categories' F1; each counts alike, however rare."""
    scores = []
    for category in sorted({said for said, _ in pairs}):
        both = sum(said == guessed == category for said, guessed in pairs)
        either = sum(said == category for said, _ in pairs) + sum(
            guessed == category for _, guessed in pairs
        )
        scores.append(2 * both / either)
    return sum(scores) / len(scores) if scores else 0.0
