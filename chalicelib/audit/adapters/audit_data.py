"""The file that says how long the audit is kept."""

from __future__ import annotations

from msgspec.json import decode

from chalicelib.audit.domain.audit_policy import LEAST_MONTHS, AuditPolicy
from chalicelib.runtime.data_files import DATA


def load_audit_policy() -> AuditPolicy:
    """`data/audit_policy.json`; raises ValueError for less than security level 3 asks for."""
    policy = decode((DATA / "audit_policy.json").read_bytes(), type=AuditPolicy)
    if policy.months_kept < LEAST_MONTHS:
        raise ValueError(f"audit_policy.json: months_kept is less than {LEAST_MONTHS}")
    return policy
