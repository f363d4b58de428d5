"""Tracing costs nothing where it is switched off."""

from __future__ import annotations

import subprocess
import sys

import pytest

from chalicelib.runtime.workers.tracing import traced


def test_a_function_without_tracing_does_not_load_the_tracer() -> None:
    """The X-Ray SDK is not imported unless the function's setting says so."""
    code = (
        "import sys; from chalicelib.runtime.workers.tracing import traced;"
        "traced(lambda e, c: None)({}, None); print('aws_xray_sdk' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_traced_function_gives_its_own_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switched on, the handler still gets event and context and answers as before."""
    monkeypatch.setenv("POWERTOOLS_TRACE_ENABLED", "true")
    monkeypatch.setenv("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR")
    assert traced(lambda event, context: (event, context))({"a": 1}, "c") == ({"a": 1}, "c")
