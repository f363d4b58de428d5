"""What DynamoDB calls its refusals, in the errors of all clients."""

from __future__ import annotations

REFUSED = "ConditionalCheckFailedException"
"""The condition of a write did not hold."""
CANCELLED = "TransactionCanceledException"
"""One of those of a transaction did not, or another write was at its item."""
UNMET = "ConditionalCheckFailed"
"""The reason of that item of a cancelled transaction whose condition did not hold."""
