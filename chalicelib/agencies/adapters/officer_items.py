"""An officer as an item of the directory: sealed whole, with the version beside it."""

from __future__ import annotations

import json
from typing import Any

from chalicelib.agencies.domain.agencies import (
    Officer,
    officer_from_document,
    officer_to_document,
)
from chalicelib.kernel.keys import Sealer
from chalicelib.runtime.dynamodb.directory_items import roster_of
from chalicelib.runtime.dynamodb.schemas import OFFICER


def officer_of(item: Any, sealer: Sealer) -> Officer:
    """Raises NewerSchema, and Unsealable for what was moved or changed."""
    document = sealer.unseal(item.body, f"{item.pk}/{item.sk}")
    return officer_from_document(OFFICER.upcast(json.loads(document), item.schema))


def item_of(model: Any, officer: Officer, sealer: Sealer) -> Any:
    """The inverse, in the roster of the officer's agency."""
    roster = roster_of(officer.agency)
    document = json.dumps(officer_to_document(officer), ensure_ascii=False).encode()
    return model(
        roster,
        officer.id,
        schema=OFFICER.number,
        version=officer.version,
        body=sealer.seal(document, f"{roster}/{officer.id}"),
    )


def is_still(model: Any, officer: Officer) -> Any:
    """The condition of a write over exactly this version."""
    same = model.version == officer.version
    if officer.version > 1:
        return same
    # Items of before officers had versions are their first.
    return same | (model.pk.exists() & model.version.does_not_exist())
