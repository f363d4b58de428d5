"""Learn categories from the cases that were taken in, test what was learned, and put it in use.

    python -m operations.train [--stage prod] [--dry-run]

Two tenths of the cases, always the same, are kept out to test on. `--dry-run` only says how well it
does. Ends with 1 where there are too few cases, or where one could not be read: the others count.
Functions that run have the new model within ten minutes.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from chalicelib.agencies.application.ports import Directory
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.cases.application.examples import example_of
from chalicelib.cases.application.ports import CaseStore
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.segments import WHOLE
from chalicelib.rules.application.ports import CategoryModels
from chalicelib.rules.domain.category_models import CategoryModel
from chalicelib.rules.domain.category_training import Example, train
from chalicelib.runtime.services import Services
from operations.auditing import tell, to_the_end
from operations.faults import told
from operations.stacks import for_any_stage, stack_of


def learn(product: Services, isolation: Isolation) -> CategoryModel | None:
    """The next version, not yet in use; None of too few cases."""
    examples = list(_examples(product, isolation))
    for category, count in sorted(Counter(one.category for one in examples).items()):
        print(f"{count:7} {category}")
    before = product.get(CategoryModels).present()
    version = before.version + 1 if before else 1
    threshold = product.get(Directory).policy().suggestions.certainty
    return train(examples, version, product.get(Clock).now(), threshold)


def _examples(product: Services, isolation: Isolation) -> Iterator[Example]:
    """From every case, by a scan; the isolation keeps those that cannot be read."""
    store, position = product.get(CaseStore), None
    while True:
        page = store.scan(WHOLE, position, isolation)
        yield from filter(None, map(example_of, page.items))
        position = page.position
        if position is None:
            return


def told_of(model: CategoryModel) -> str:
    """How well it does."""
    report = model.report
    if report is None or not report.tested:
        return f"version {model.version}, {len(model.weights)} features, not tested"
    return (
        f"version {model.version}, {len(model.weights)} features, learned from {report.trained}\n"
        f"of {report.tested} others {report.right} right, macro F1 {report.macro_f1:.2f}; "
        f"{report.sure} sure (from {report.threshold} % on), {report.sure_right} of these right"
    )


def main() -> int:
    """0 where a model was learned."""
    options = for_any_stage(__doc__)
    options.add_argument("--dry-run", action="store_true")
    chosen = options.parse_args()
    product, isolation = stack_of(chosen).adopt(), told()
    model = learn(product, isolation)
    if model is None:
        print("too few cases were taken in to learn from")
        return 1
    print(told_of(model))
    if not chosen.dry_run:
        tell(product, AuditKind.CATEGORIES_LEARNED, version=model.version)
        product.get(CategoryModels).put(model)
        print("in use")
    return 1 if isolation.broken else 0


if __name__ == "__main__":
    sys.exit(to_the_end(main))
