"""What a fresh process pays: CPU of imports, and to the end of its first request.

Of what ships: the processes run in the unpacked package, and see nothing of this environment.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median

from bench.gateway import event_of
from bench.office_pages import case_beside_route
from bench.people import case_page
from chalicelib.kernel.clock import Clock
from chalicelib.runtime.clock import SystemClock
from chalicelib.runtime.services import services

TIMES = 9
_CLOCK = "import time; began = time.process_time()\n"
_TELL = "\nprint((time.process_time() - began) * 1000)"
_FLOOR = "import boto3, chalice, pynamodb.models"
_APP = "import app"
_REQUEST = """
import json, sys
import app
answer = app.app(json.loads(sys.argv[1]), None)
assert answer["statusCode"] == 200, answer
"""


def import_cpu(code: str, shipped: Path) -> dict[str, float]:
    """Milliseconds, medians: `app`, to the end of a first request (that case, as its citizen and
    as the office ask for it, and its page in the office's browser), floor.

    They take turns, so that what else the machine does falls on all of them. The first turn
    only brings the files into memory.
    """
    # the token must be good in a process of its own
    services().register_value(Clock, SystemClock())
    office = case_beside_route(code)
    programs = {
        "app": (_APP, None),
        "first_request": (_REQUEST, case_page(code)),
        "first_of_office": (_REQUEST, office.routes[0]),
        "first_page": (_REQUEST, office.page),
        "floor": (_FLOOR, None),
    }
    spent: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(1 + TIMES):
        for name, (program, asked) in programs.items():
            event = json.dumps(event_of(asked)) if asked else ""
            spent[name].append(_run(program, event, shipped))
    return {name: median(samples[1:]) for name, samples in spent.items()}


def _run(program: str, event: str, shipped: Path) -> float:
    """Without the site's packages (`-S`) and whatever the environment says of Python (`-E`)."""
    command = [sys.executable, "-S", "-E", "-c", _CLOCK + program + _TELL, event]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=shipped)
    return float(done.stdout.splitlines()[-1])
