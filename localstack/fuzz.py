"""schemathesis against a local cloud of its own: every route, by people who may use it.

python -m localstack.fuzz [--port N] [--folder PATH] [--seed N] [--seconds N]

Ends with 0 when no answer was a 5xx, none was undocumented, nothing was taken that the document
forbids, and no letter went dead. The same seed asks the same again.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from chalicelib.kernel.time_forms import parse_instant
from chalicelib.rules.domain.usage_limits import MOST_USES
from localstack import emulator
from localstack.cast import AGENCY, Cast
from localstack.demo.stack import RunningStack, parse_stack
from localstack.up import up
from operations.arguments import whole
from operations.places import ROOT, LocalPlace
from operations.stacks import parser, place_of

MONDAY_MORNING = parse_instant("2026-08-03T07:30+07:00")
SECONDS = 300
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "ignored_auth",
)
GOOD = {
    "body.category": ("roads", "sanitation", "health"),
    "body.commune_code": ("02647", "03006"),
    "body.phone": ("0912000903", "0912000904", "0912000905"),
    "body.agency": ("so-xay-dung", "so-y-te"),
    "query.period": ("2026-07", "2026-08"),
}
"""Members that the document lets be any text, and the product does not."""
REFUSED = ("4xx", "5xx")
"""No acceptance: schemathesis by itself takes a 413 for one. A 5xx has a check of its own."""
OFTEN = 0.7
"""How often these are used, rather than whatever the document allows."""
_CITIZEN, _NOBODY = "+84912000901", "+84912000902"


def tokens(cast: Cast) -> Mapping[str, str]:
    """Whose token goes to which paths (a regular expression), the last that fits."""
    return {
        "^/v1/": cast.citizen(_CITIZEN).token,
        "^/v1/accounts$": cast.registration(_NOBODY),
        "^/v1/officer/": cast.officer("leader", AGENCY).token,
        "^/v1/(admin|reports)/|^/v1/officer/attention$": cast.officer("administrator").token,
    }


def settings(cast: Cast) -> str:
    """schemathesis.toml: who asks what, and often about what is there.

    The local clock stands still: moving it is no input of the product.
    """
    good = {"path.code": (cast.case_of(cast.citizen(_CITIZEN)),), **GOOD}
    names = {member: member.replace(".", "_") for member in good}
    parts = ['hooks = "localstack.fuzz_hooks"']
    parts += [f"[dictionaries.{names[one]}]\nvalues = {json.dumps(good[one])}" for one in good]
    parts.append(
        "\n".join(
            ["[parameters]"]
            + [f'"{one}" = {{dictionary = "{names[one]}", probability = {OFTEN}}}' for one in good]
        )
    )
    parts.append(f"[checks.negative_data_rejection]\nexpected-statuses = {json.dumps(REFUSED)}")
    parts.append('[[operations]]\ninclude-path = "/v1/_local/clock"\nenabled = false')
    for paths, token in tokens(cast).items():
        bearer = json.dumps(f"Bearer {token}")
        fits = f"include-path-regex = {json.dumps(paths)}"
        parts.append(f"[[operations]]\n{fits}\nheaders = {{ Authorization = {bearer} }}")
    return "\n\n".join(parts) + "\n"


def let_pass(cast: Cast) -> None:
    """One citizen asks for everything: more than a day allows anybody."""
    admin = cast.officer("administrator").api
    found = admin.get("/admin/policies")
    policy = found.json()
    counted = [name for name in policy["usage_limits"] if not name.endswith(("_hours", "_days"))]
    policy["usage_limits"] |= dict.fromkeys(counted, MOST_USES)
    admin.send("PUT", "/admin/policies", policy, version=found.etag)


def ask(stack: RunningStack, file: Path, seed: int, seconds: int) -> int:
    """Everything that schemathesis thinks of in this time; its exit code. One worker: with more
    the same seed would not ask in the same order, and CPython 3.11 parses badly in two threads."""
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(file), "run"),
        f"{stack.api_url}/v1/openapi.json",
        *("--url", stack.api_url, "--checks", ",".join(CHECKS)),
        *("--phases", "examples,coverage,fuzzing", "--max-time", str(seconds)),
        *("--seed", str(seed), "--generation-database", "none", "--continue-on-failure"),
        *("--workers", "1", "--warnings", "off"),
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def fuzz(place: LocalPlace, seed: int, seconds: int) -> int:
    """Start anew, ask, stop; 0 when all is well."""
    emulator.stop(place)
    emulator.forget(place)
    stack = parse_stack(json.dumps(up(place, clock=MONDAY_MORNING)))
    try:
        cast = Cast(stack)
        let_pass(cast)
        file = place.folder / "schemathesis.toml"
        file.write_text(settings(cast), encoding="utf-8")
        failed = ask(stack, file, seed, seconds)
        dead = cast.officer("administrator").api.get("/officer/attention").json()["dead_letters"]
        print(f"dead letters: {dead}; seed {seed}")
        return failed or int(any(queue["letters"] for queue in dead))
    finally:
        emulator.stop(place)
        emulator.forget(place)


def main() -> None:
    """The command."""
    options = parser(__doc__)
    options.add_argument("--seed", type=whole(0), default=secrets.randbelow(2**32))
    options.add_argument("--seconds", type=whole(1), default=SECONDS)
    chosen = options.parse_args()
    print(f"seed {chosen.seed}", flush=True)
    sys.exit(fuzz(place_of(chosen), chosen.seed, chosen.seconds))


if __name__ == "__main__":
    main()
