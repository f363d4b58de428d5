"""Count what is stored by kind and version, and write older documents anew in the present one.

    python -m operations.documents [--stage prod] [--rewrite]

The service reads older documents as they are (docs/stored-documents.md); after a rewrite a step can
be taken out of the code. It may be stopped and begun again at any time, while the stage runs: each
write is over exactly what was read, and tells the stream nothing. Ends with 1 where a document
cannot be read or is newer than this code.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

import boto3
from botocore.exceptions import ClientError

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.isolation import Isolation
from chalicelib.kernel.keys import Sealer
from chalicelib.runtime.dynamodb.refusals import REFUSED
from chalicelib.runtime.services import Services
from operations import holdings
from operations.auditing import tell, to_the_end
from operations.faults import told
from operations.progress import ProgressBar
from operations.stacks import for_any_stage, stack_of
from operations.stored_kinds import STORED, StoredKind
from operations.vault import Row

_EVENT = "event"
Count = Counter[tuple[str, int]]
"""Documents by kind and version."""


def go_through(
    product: Services, isolation: Isolation, progress: ProgressBar, *, rewrite: bool
) -> Iterator[tuple[StoredKind, int]]:
    """Each document's kind, and its version as it now stands, as far as it is known.

    The isolation keeps documents that cannot be read, newer ones among them when rewriting.
    """
    for table in holdings.TABLES:
        progress.start(table, _size(product, table))
        for page in holdings.pages_of(product, table):
            for item in page:
                for kind in STORED:
                    if kind.table == table and kind.holds(item):
                        with isolation.of(f"{kind.schema.kind} {_name(table, item)}"):
                            yield kind, _treated(product, kind, item, rewrite)
                progress.step()
    progress.finish()


def _treated(product: Services, kind: StoredKind, item: Row, rewrite: bool) -> int:
    """The document's version, after it was rewritten if it should be and could be."""
    sealer = product.get(Sealer)
    number = kind.number(item, sealer)
    if kind.schema.is_present(number) or not rewrite:
        return number
    after = kind.rewritten(item, sealer)
    if not _replace(product, kind.table, item, after):
        return number
    # The same item may hold another document, which is looked at next.
    item.clear()
    item.update(after)
    return kind.schema.number


def _replace(product: Services, table: str, before: Row, after: Row) -> bool:
    """Change what differs, over exactly what was read; False if somebody else was first."""
    after.pop(_EVENT, None)
    differing = sorted(n for n in {*before, *after} if before.get(n) != after.get(n))
    names = {f"#{i}": name for i, name in enumerate(differing)}
    old = {f":o{i}": before[name] for i, name in enumerate(differing) if name in before}
    new = {f":n{i}": after[name] for i, name in enumerate(differing) if name in after}
    puts = [f"#{i} = :n{i}" for i, name in enumerate(differing) if name in after]
    removals = [f"#{i}" for i, name in enumerate(differing) if name not in after]
    conditions = [
        f"#{i} = :o{i}" if name in before else f"attribute_not_exists(#{i})"
        for i, name in enumerate(differing)
    ]
    parts = ["SET " + ", ".join(puts)] if puts else []
    parts += ["REMOVE " + ", ".join(removals)] if removals else []
    try:
        boto3.client("dynamodb").update_item(
            TableName=holdings.table_of(product, table),
            Key=holdings.key_of(table, before),
            UpdateExpression=" ".join(parts),
            ConditionExpression=" AND ".join(conditions),
            ExpressionAttributeNames=names,
            ExpressionAttributeValues={**old, **new},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != REFUSED:
            raise
        return False
    return True


def _size(product: Services, table: str) -> int:
    """About how many items a table has: AWS counts them every six hours."""
    name = holdings.table_of(product, table)
    return int(boto3.client("dynamodb").describe_table(TableName=name)["Table"]["ItemCount"])


def _name(table: str, item: Row) -> str:
    return "/".join(str(value["S"]) for value in holdings.key_of(table, item).values())


def main() -> int:
    """The command: the table of kinds and versions."""
    options = for_any_stage(__doc__)
    options.add_argument("--rewrite", action="store_true")
    chosen = options.parse_args()
    product, isolation, count = stack_of(chosen).adopt(), told(), Count()
    stopped = False
    if chosen.rewrite:
        tell(product, AuditKind.DOCUMENTS_REWRITTEN)
    try:
        walk = go_through(product, isolation, ProgressBar(), rewrite=chosen.rewrite)
        for kind, number in walk:
            count[kind.schema.kind, number] += 1
    except KeyboardInterrupt:
        stopped = True
    present = {kind.schema.kind: kind.schema.number for kind in STORED}
    for (name, number), documents in sorted(count.items()):
        older = "" if number == present[name] else f"  (present: {present[name]})"
        print(f"{documents:8} {name} v{number}{older}")
    if stopped:
        print("stopped: begin again, what is done stays done")
    return 1 if isolation.broken or stopped else 0


if __name__ == "__main__":
    sys.exit(to_the_end(main))
