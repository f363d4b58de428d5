"""The short form of `make load`: some things due at one instant, some people at one moment."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from operations.places import ROOT

THINGS, AT_ONCE = 8, 3
CAMPAIGN = ("--registrations=3", "--teams=2", "--visits=6", "--rows=20")
PATIENCE = 900.0


@pytest.mark.skipif(os.environ.get("LOAD") != "short", reason="four minutes: LOAD=short make test")
def test_what_comes_at_once_is_done_once() -> None:
    """Each case settled and told, each message sent, each code there, no request in vain. As a
    process of its own, like the command: clients of a stack stay with it."""
    sizes = (f"--things={THINGS}", f"--at-once={AT_ONCE}", "--rounds=1", *CAMPAIGN)
    ended = subprocess.run(
        [sys.executable, "-m", "load", *sizes],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    said = ended.stdout
    assert ended.returncode == 0, said + ended.stderr[-2000:]
    settled = re.search(r"(\d+) cases settled and (\d+) messages sent", said)
    assert settled is not None, said
    assert int(settled[1]) + int(settled[2]) == THINGS
    assert re.search(rf"a report is read\s+{AT_ONCE} ×", said), said
    assert re.search(r"visits are sent in\s+3 ×", said), said
    assert re.search(r"[1-9]\d* AWS calls", said), said
    assert "nothing lost, nothing doubled, no error" in said
