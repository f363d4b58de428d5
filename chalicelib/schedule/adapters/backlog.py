"""How far due work is behind, as a CloudWatch metric (embedded metric format)."""

from __future__ import annotations

from aws_lambda_powertools import single_metric
from aws_lambda_powertools.metrics import MetricUnit

from chalicelib.kernel.due_work import LaneKind
from chalicelib.runtime.faults import EVERYWHERE
from chalicelib.schedule.application.waking import METRIC


class MetricBacklog:
    """One value a minute and kind."""

    def tell(self, kind: LaneKind, seconds: float) -> None:
        """Written at once."""
        with single_metric(name=METRIC, unit=MetricUnit.Seconds, value=seconds) as metric:
            metric.add_dimension(name="service", value=EVERYWHERE["service"])
            metric.add_dimension(name="work", value=kind.value)
