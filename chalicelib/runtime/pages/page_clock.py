"""Now, as the pages know it: in the province's zone."""

from __future__ import annotations

from datetime import datetime

from chalicelib.kernel.clock import Clock
from chalicelib.kernel.instants import LOCAL_ZONE
from chalicelib.runtime.services import services


def now() -> datetime:
    """The service's clock, which the local stage can move."""
    return services().get(Clock).now().astimezone(LOCAL_ZONE)
