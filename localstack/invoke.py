"""Run one function of the local stack on a sample event, and show what it answers and logs.

python -m localstack.invoke relay events/samples/relay-case-submitted.json [--port N]
"""

from __future__ import annotations

import base64
import sys
from typing import Any

from chalicelib.functions import FUNCTIONS
from operations.arguments import present_file
from operations.places import LocalPlace
from operations.stacks import answering, local_stack, parser, place_of


def invoke(place: LocalPlace, function: str, event: bytes) -> dict[str, Any]:
    """The function's answer (`payload`), whether it raised (`failed`), and the end of its log."""
    stack = local_stack(place)
    name = f"{stack.name}-{function}"
    answer = stack.clients("lambda").invoke(FunctionName=name, Payload=event, LogType="Tail")
    return {
        "payload": answer["Payload"].read().decode(),
        "failed": "FunctionError" in answer,
        "log": base64.b64decode(answer.get("LogResult", "")).decode(),
    }


def main() -> None:
    """The command."""
    options = parser(__doc__)
    options.add_argument("function", choices=[function.name for function in FUNCTIONS])
    options.add_argument("sample", type=present_file, help="a file of events/samples/")
    chosen = options.parse_args()
    place = answering(place_of(chosen))
    result = invoke(place, chosen.function, chosen.sample.read_bytes())
    print(result["log"], file=sys.stderr)
    print(result["payload"])
    sys.exit(result["failed"])


if __name__ == "__main__":
    main()
