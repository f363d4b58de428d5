"""Which category a text speaks of: multinomial naive Bayes over folded words and pairs of words.

A model is small enough to be one file. It holds no text: words with a digit, and whatever stands in
texts of fewer than `FEWEST_AUTHORS` people, are left out, so that nobody's number, plate or rare
name is in it.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.instants import load, store
from chalicelib.kernel.words import fold

FEWEST_AUTHORS = 5
MOST_FEATURES = 25_000
LARGEST_FILE = 1024 * 1024
"""Bytes of a model's file."""
MOST_LOOKED_AT = 400
"""Words of a text; what it is about is said by then."""
STEPS = 16
"""Weights are kept in so many parts of a natural logarithm's unit, as bytes."""
_HEAVIEST = 255
_SHOWN = 3


@frozen
class CategoryGuess:
    """A category, and how sure it is in per cent."""

    category: str
    certainty: int


@frozen
class ModelReport:
    """How a model did on cases that it was not trained on. `sure` are those above the threshold."""

    trained: int
    tested: int
    right: int
    macro_f1: float
    threshold: int
    sure: int
    sure_right: int


@frozen
class CategoryModel:
    """One version. `weights`: for each feature, a byte a category; the sum that is least wins."""

    version: int
    trained_at: datetime
    categories: tuple[str, ...]
    priors: tuple[int, ...]
    weights: Mapping[str, bytes]
    sharpness: float
    """By what differences of sums are multiplied, so that certainties are as often right as they
    say: words that come together are no independent witnesses. And by the square of the share of a
    text that is known: of other words than those it learned from, a model knows less than it says.
    """
    report: ModelReport | None = None

    def guesses(self, text: str) -> tuple[CategoryGuess, ...]:
        """The likeliest categories, the first first; none for a text of unknown words."""
        said = features(text)
        known = [self.weights[one] for one in said if one in self.weights]
        if not known:
            return ()
        sums = [sum(column) for column in zip(self.priors, *known, strict=True)]
        least, sharpness = min(sums), self.sharpness * (len(known) / len(said)) ** 2
        odds = [math.exp((least - one) * sharpness / STEPS) for one in sums]
        shares = sorted(zip(odds, self.categories, strict=True), key=lambda pair: -pair[0])
        total = sum(odds)
        found = (CategoryGuess(name, int(100 * odd / total)) for odd, name in shares[:_SHOWN])
        return tuple(one for one in found if one.certainty)


def features(text: str) -> set[str]:
    """Words and pairs of neighbours, without diacritics and case."""
    words = [word for word in fold(text).bare[:MOST_LOOKED_AT] if word.isalpha()]
    return {*words, *(f"{one} {other}" for one, other in pairwise(words))}


def weigh(count: float, total: float) -> int:
    """The weight of a share."""
    return min(_HEAVIEST, round(-math.log(count / total) * STEPS))


def model_to_document(model: CategoryModel) -> dict[str, Any]:
    """As it is kept."""
    return {
        "version": model.version,
        "trained_at": store(model.trained_at),
        "categories": list(model.categories),
        "priors": list(model.priors),
        "sharpness": model.sharpness,
        "features": "\n".join(model.weights),
        "weights": base64.b64encode(b"".join(model.weights.values())).decode(),
        "report": dict(vars(model.report)) if model.report else None,
    }


def model_from_document(document: Mapping[str, Any]) -> CategoryModel:
    """The inverse; raises ValueError for one that does not fit together."""
    categories, names = tuple(document["categories"]), document["features"].split("\n")
    weights, width = base64.b64decode(document["weights"]), len(categories)
    if len(weights) != len(names) * width or len(document["priors"]) != width:
        raise ValueError("weights do not fit features and categories")
    report = document["report"]
    return CategoryModel(
        version=document["version"],
        trained_at=load(document["trained_at"]),
        categories=categories,
        priors=tuple(document["priors"]),
        weights=dict(zip(names, _rows(weights, width), strict=True)),
        sharpness=document["sharpness"],
        report=ModelReport(**report) if report else None,
    )


def _rows(weights: bytes, width: int) -> Sequence[bytes]:
    return [weights[start : start + width] for start in range(0, len(weights), width)]


def first_guess(guesses: Iterable[CategoryGuess]) -> CategoryGuess | None:
    """The likeliest."""
    return next(iter(guesses), None)
