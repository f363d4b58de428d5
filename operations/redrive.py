"""Move letters from a dead-letter queue back to where they came from.

    python -m operations.redrive QUEUE [--most N] [--stage prod]

QUEUE is one that feeds a function (`chalicelib/functions.py`), or relay: what the relay has set
aside is given to the relay once more. Only what lies there at the start is moved, so that a letter
that fails again does not go round and round.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.function_forms import queues
from chalicelib.functions import FUNCTIONS
from chalicelib.relay.application.relay import RelayDesk, relay
from operations.arguments import whole
from operations.auditing import tell, to_the_end
from operations.faults import told
from operations.stacks import Stack, for_any_stage, stack_of

RELAY = "relay"
TARGETS = (*queues(FUNCTIONS), RELAY)
MOST = 10_000
_PER_CALL = 10
_WAIT_SECONDS = 1
_COUNT = "ApproximateNumberOfMessages"

Letters = list[dict[str, Any]]
Take = Callable[[Letters], Letters]


def redrive(stack: Stack, queue: str, most: int = MOST) -> int:
    """Move at most `most` letters; how many went. Each is deleted only after it was taken."""
    outputs, sqs = stack.outputs(), stack.clients("sqs")
    take = partial(_relay_again, stack) if queue == RELAY else None
    url = outputs.get(f"{queue.title()}QueueUrl", "")
    return move_letters(sqs, outputs[f"{queue.title()}DeadLettersUrl"], url, most, take)


def move_letters(
    sqs: Any, dead_letters: str, url: str, most: int = MOST, take: Take | None = None
) -> int:
    """Move letters from one queue to another, or let `take` say which it took; how many went."""
    moved = 0
    for letters in _letters(sqs, dead_letters, most):
        taken = take(letters) if take else _send(sqs, url, letters)
        if taken:
            entries = [{"Id": e["MessageId"], "ReceiptHandle": e["ReceiptHandle"]} for e in taken]
            sqs.delete_message_batch(QueueUrl=dead_letters, Entries=entries)
        moved += len(taken)
    return moved


def _letters(sqs: Any, url: str, most: int) -> Iterator[Letters]:
    """The letters that lie there now, in batches."""
    lying = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[_COUNT])["Attributes"][_COUNT]
    left = min(most, int(lying))
    while left > 0:
        batch = sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=min(left, _PER_CALL),
            WaitTimeSeconds=_WAIT_SECONDS,
        ).get("Messages", [])
        if not batch:
            return
        yield batch
        left -= len(batch)


def _send(sqs: Any, url: str, letters: Letters) -> Letters:
    """Which of them the queue took."""
    entries = [{"Id": e["MessageId"], "MessageBody": e["Body"]} for e in letters]
    answer = sqs.send_message_batch(QueueUrl=url, Entries=entries)
    taken = {sent["Id"] for sent in answer.get("Successful", [])}
    return [letter for letter in letters if letter["MessageId"] in taken]


def _relay_again(stack: Stack, letters: Letters) -> Letters:
    """What still cannot be relayed is set aside again, as a new letter; what the relay did not
    write stays where it is, and is named."""
    product, isolation = stack.adopt(), told()
    taken: Letters = []
    for letter in letters:
        with isolation.of(letter["MessageId"]):
            relay(product.get(RelayDesk), [str(json.loads(letter["Body"])["event"])])
            taken.append(letter)
    return taken


def main() -> None:
    """The command: how many letters went."""
    options = for_any_stage(__doc__)
    options.add_argument("queue", choices=TARGETS)
    options.add_argument("--most", type=whole(1), default=MOST)
    given = options.parse_args()
    stack = stack_of(given)
    tell(stack.adopt(), AuditKind.LETTERS_REDRIVEN, queue=given.queue, most=given.most)
    print(redrive(stack, given.queue, given.most), "moved")


if __name__ == "__main__":
    sys.exit(to_the_end(main))
