"""Wiring only: the Chalice app and one short delegate per event handler.

What one handler alone needs is imported when it runs, so that the API starts lean.
"""

from __future__ import annotations

from typing import Any

from chalice import Chalice

from chalicelib.runtime.collection import start_late
from chalicelib.runtime.http.blueprints import register
from chalicelib.runtime.workers.tracing import traced

start_late()

app = Chalice(app_name="citizen-cases")
register(app)


@app.lambda_function(name="relay")
@traced
def relay(event: dict[str, Any], _context: Any) -> None:
    """Table streams to queues."""
    from chalicelib.relay import worker as stream

    stream.handle(event)


@app.lambda_function(name="assign")
@traced
def assign(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Queue `assignment`: the router."""
    from chalicelib.cases import worker as assign_worker

    return assign_worker.handle(event, context)


@app.lambda_function(name="codes")
@traced
def codes(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Queue `codes`: one-time codes."""
    from chalicelib.messages import worker as notify_worker

    return notify_worker.handle(event, context)


@app.lambda_function(name="notify")
@traced
def notify(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Queue `notifications`: all other messages to people."""
    from chalicelib.messages import worker as notify_worker

    return notify_worker.handle(event, context)


@app.lambda_function(name="send")
@traced
def send(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Queue `sending`: messages that are due, a lane at a time."""
    from chalicelib.messages import worker as notify_worker

    return notify_worker.handle(event, context)


@app.lambda_function(name="settle")
@traced
def settle(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Queue `settling`: cases that are due, a lane at a time."""
    from chalicelib.schedule import worker as schedules

    return schedules.settle(event, context)


@app.lambda_function(name="project")
@traced
def project(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Queue `figures`: the counters."""
    from chalicelib.figures import worker as project_worker

    return project_worker.handle(event, context)


@app.lambda_function(name="audit")
@traced
def audit(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Queue `audit`: the chain."""
    from chalicelib.audit import worker as audit_worker

    return audit_worker.handle(event, context)


@app.lambda_function(name="index")
@traced
def index(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Queue `search`: the lists in which cases are found."""
    from chalicelib.search import worker as index_worker

    return index_worker.handle(event, context)


@app.lambda_function(name="campaign")
@traced
def campaign(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Queue `campaign`: visits and accounts are counted."""
    from chalicelib.campaign import worker as campaign_worker

    return campaign_worker.handle(event, context)


@app.lambda_function(name="inspect")
@traced
def inspect(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Queue `uploads`: new files are checked."""
    from chalicelib.uploads import worker as inspect_worker

    return inspect_worker.handle(event, context)


@app.lambda_function(name="imports")
@traced
def imports(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Queue `imports`: lists are worked off."""
    from chalicelib.imports import worker as imports_worker

    return imports_worker.handle(event, context)


@app.lambda_function(name="tick")
@traced
def tick(_event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Each minute: wakes whoever does what is due."""
    from chalicelib.schedule import worker as schedules

    return schedules.handle(context)
