"""How well, how fast and how small: categories learned from made-up reports.

    python -m bench.suggestion [TEXTS]

Tested on those of the made-up ones that were kept out of the training, and on the stories of the
demo, which other words were used for. Neither is what people of a province write: what is learned
there is measured by `make train`, on its own cases.
"""

from __future__ import annotations

import argparse
import json
import time
import tomllib
from datetime import UTC, datetime
from statistics import median

from bench.texts import made_up
from chalicelib.rules.domain.category_models import CategoryModel, ModelReport, model_to_document
from chalicelib.rules.domain.category_training import Example, train, try_out
from operations.arguments import whole
from operations.places import ROOT

COUNT = 5_000
SEED = 2026
THRESHOLD = 70
_LONGEST = 4_000
_STORIES = ROOT / "localstack" / "demo" / "content" / "stories.toml"


def stories() -> list[Example]:
    """The stored test set."""
    told = tomllib.loads(_STORIES.read_text("utf-8"))
    return [
        Example(f"story-{number}", one["phone"], one["description"], one["category"])
        for number, one in enumerate(told["story"])
    ]


def learned(count: int) -> CategoryModel:
    """From made-up reports."""
    model = train(list(made_up(count, SEED)), 1, datetime(2026, 8, 1, tzinfo=UTC), THRESHOLD)
    if model is None:
        raise SystemExit("too few reports")
    return model


def cpu_ms(model: CategoryModel) -> float:
    """CPU milliseconds of a suggestion for the longest text there may be, warm."""
    text = " ".join(one.text for one in made_up(100, SEED + 1))[:_LONGEST]
    times = []
    for _ in range(50):
        began = time.process_time()
        model.guesses(text)
        times.append((time.process_time() - began) * 1000)
    return median(times)


def line(name: str, report: ModelReport) -> str:
    """One row of the table."""
    sure_right = report.sure_right / report.sure if report.sure else 0
    return (
        f"| {name} | {report.trained} | {report.tested} | {report.right / report.tested:.2f} | "
        f"{report.macro_f1:.2f} | {report.sure / report.tested:.2f} | {sure_right:.2f} |"
    )


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("texts", type=whole(1), nargs="?", default=COUNT, help="how many are made")
    model = learned(options.parse_args().texts)
    report = model.report
    size = len(json.dumps(model_to_document(model), ensure_ascii=False).encode())
    print("| tested on | trained on | tested | accuracy | macro F1 | sure | of these right |")
    print("| --- | --: | --: | --: | --: | --: | --: |")
    if report:
        print(line("made-up reports", report))
        told = try_out(model, stories(), THRESHOLD, report.trained)
        print(line("the demo's stories", told))
    print(f"{len(model.weights)} features, {size} bytes, {cpu_ms(model):.2f} ms of CPU")


if __name__ == "__main__":
    main()
