"""Who looks at a case: an item of the ledger for each case and local day, `O#<case>#<day>`.

Each officer has an attribute of their own, so that two who look at once do not meet. No name stands
there, and nothing of the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from chalicelib.kernel.instants import epoch_seconds, local_date
from chalicelib.runtime.dynamodb.session import shared_client

KEPT = timedelta(days=1)
_OFFICER = "by_"
"""Before an officer's id in the name of their attribute."""


class DynamoCaseViewers:
    """In the ledger table."""

    def __init__(self, table: str) -> None:
        self._table, self._client = table, shared_client()

    def look(self, code: str, officer: str, at: datetime) -> Mapping[str, datetime]:
        """One write, whose answer is all that is known."""
        told = self._client.update_item(
            TableName=self._table,
            Key={"id": {"S": f"O#{code}#{local_date(at)}"}},
            UpdateExpression="SET #officer = :at, expires = :expires",
            ExpressionAttributeNames={"#officer": _OFFICER + officer},
            ExpressionAttributeValues={
                ":at": {"N": str(epoch_seconds(at))},
                ":expires": {"N": str(epoch_seconds(at + KEPT))},
            },
            ReturnValues="ALL_NEW",
        )
        return {
            name.removeprefix(_OFFICER): datetime.fromtimestamp(int(value["N"]), UTC)
            for name, value in told["Attributes"].items()
            if name.startswith(_OFFICER)
        }
