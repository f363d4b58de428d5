"""Tracing by function setting: the X-Ray SDK is imported only where it is switched on."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import Any

Handler = Callable[..., Any]


def traced(handler: Handler) -> Handler:
    """The handler, traced if `POWERTOOLS_TRACE_ENABLED` is `true` for this function."""

    @wraps(handler)
    def run(event: Any, context: Any) -> Any:
        if os.environ.get("POWERTOOLS_TRACE_ENABLED", "false").lower() != "true":
            return handler(event, context)
        from aws_lambda_powertools import Tracer

        return Tracer().capture_lambda_handler(handler, capture_response=False)(event, context)

    return run
