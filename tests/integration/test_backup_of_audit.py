"""A backup of the audit that is taken while lines are entered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from chalicelib.audit.application.ports import AuditTrail
from chalicelib.audit.domain.kinds import AuditKind
from chalicelib.kernel.isolation import Isolation
from chalicelib.runtime.services import Services
from operations import backup, holdings
from operations.audit_pages import chain_end
from operations.auditing import tell
from operations.marks import Mark
from operations.scans import table_segments
from operations.walks import Segment
from tests.integration.test_quarantine import audited, bring_back, keep, stage
from tests.support.samples import empty_product_on_moto


@pytest.fixture(autouse=True)
def _moto() -> Iterator[None]:
    with empty_product_on_moto():
        yield


@pytest.fixture
def staging() -> Services:
    """Another stage, with nothing in it."""
    return stage("staging")


def test_a_backup_taken_while_lines_are_entered_has_a_chain_that_holds(
    staging: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scan meets a link that was entered meanwhile, and not the place of its line."""
    busy = stage("prod")
    audit = holdings.table_of(busy, "audit")
    tell(busy, AuditKind.STAGE_DEPLOYED)

    def torn(client: Any, table: str, of: int, **options: Any) -> list[Segment[Any]]:
        segments = table_segments(client, table, of, **options)
        if table != audit:
            return segments

        def read(mark: Mark, isolation: Isolation) -> tuple[list[Any], Mark]:
            known, behind = segments[0].read(mark, isolation)
            tell(busy, AuditKind.KEYS_ROTATED)
            now = [item for page in holdings.pages_of(busy, "audit") for item in page]
            late = [one for one in now if one not in known and one["sk"]["S"] != "place"]
            return [*known, *late], behind

        return [Segment("0", read)]

    monkeypatch.setattr(backup, "table_segments", torn)
    keep(busy, tmp_path)
    bring_back(staging, tmp_path)
    kinds = ["stage.deployed", "stage.backed_up", "stage.restored"]
    assert audited(staging) == (kinds, ())
    assert audited(busy)[0][-1] == "keys.rotated"


def test_the_end_of_a_write_that_is_not_done_is_waited_for(staging: Services) -> None:
    """The last link is there, its line's place not yet: then the backup looks again."""
    tell(staging, AuditKind.STAGE_DEPLOYED)
    table = holdings.table_of(staging, "audit")
    items = [item for page in holdings.pages_of(staging, "audit") for item in page]
    (place,) = [item for item in items if item["sk"]["S"] == "place"]
    key = holdings.key_of("audit", place)
    boto3.client("dynamodb").delete_item(TableName=table, Key=key)
    with pytest.raises(TimeoutError):
        chain_end(staging, lambda _: None)

    def done(_: float) -> None:
        boto3.client("dynamodb").put_item(TableName=table, Item=place)

    assert chain_end(staging, done) == staging.get(AuditTrail).head()
