"""What requests and background work cost, counted and measured: `make bench`. It does not ship."""

import os

# Read when the product is imported, and so set before anything else; what is set already wins.
os.environ |= {
    "POWERTOOLS_SERVICE_NAME": "bench",
    "POWERTOOLS_METRICS_NAMESPACE": "CitizenCases",
    "LOG_LEVEL": "WARNING",
    **os.environ,
}
