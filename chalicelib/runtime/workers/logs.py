"""Structured logs and metrics. Tracing is switched on per function by its setting; the API never
imports the tracer."""

from __future__ import annotations

from aws_lambda_powertools import Logger, Metrics

logger = Logger()
metrics = Metrics()
