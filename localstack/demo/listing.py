"""A list comes in as an administrator sends it: a file, its import, and what became of its rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from localstack.demo.client import Json
from localstack.demo.people import StaffMember, new_key
from localstack.demo.waiting import PATIENCE_SECONDS, until


def import_list(
    administrator: StaffMember,
    kind: str,
    rows: Sequence[Sequence[str]],
    mode: str = "all_or_none",
    patience: float = PATIENCE_SECONDS,
) -> Json:
    """With its headings in the first row; until it is done or refused."""
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    upload = administrator.upload("/admin/uploads", file.getvalue().encode("utf-8-sig"), "text/csv")
    body = {"kind": kind, "upload_id": upload, "mode": mode}
    begun = administrator.api.post("/admin/imports", body, key=new_key()).json()

    def finished() -> Json | None:
        told = administrator.api.get(f"/admin/imports/{begun['id']}").json()
        return told if told["state"] in ("done", "refused") else None

    return until(finished, "danh sách được xử lý xong", patience)
