"""What the audit records: a new kind of line is one entry here. Source: docs/handbook.md §7."""

from __future__ import annotations

from enum import StrEnum


class AuditKind(StrEnum):
    """As it stands in lines, in events and in the filter `kind`. None is ever taken out."""

    CASE_CHANGED = "case.changed"
    CASE_READ = "case.read"
    ATTACHMENT_READ = "attachment.read"
    REPORTER_REVEALED = "reporter.revealed"
    CASES_SEARCHED = "cases.searched"
    PHONE_LOOKED_UP = "phone.looked_up"
    AUDIT_READ = "audit.read"
    REPORT_EXPORTED = "report.exported"

    SIGNED_IN = "session.opened"
    SIGNED_OUT = "session.ended"
    TOKEN_REUSED = "session.token_reused"
    CODE_WRONG = "code.wrong"
    PASSWORD_WRONG = "password.wrong"
    SIGN_IN_LOCKED = "sign_in.locked"
    ACCOUNT_CREATED = "account.created"
    PERSONAL_ID_YIELDED = "account.personal_id_yielded"
    ACCOUNT_BLOCKED = "account.blocked"
    BLOCK_APPEALED = "account.block_appealed"
    BLOCK_DECIDED = "account.block_decided"

    OFFICER_CHANGED = "officer.changed"
    OFFICER_INVITED = "officer.invited"
    OFFICER_REVOKED = "officer.revoked"
    OFFICER_RESTORED = "officer.restored"
    INVITATION_TAKEN_BACK = "invitation.taken_back"
    PASSWORD_SET = "password.set"
    FACTOR_CHANGED = "factor.changed"
    RULES_EDITED = "rules.edited"
    AGENCIES_CHANGED = "agencies.changed"
    LIST_SENT = "list.sent"
    LIST_IMPORTED = "list.imported"
    LIST_READ = "list.read"
    TARGETS_SET = "targets.set"
    ANSWER_TEXT_CHANGED = "answer_text.changed"
    COMMUNE_REPORT_CHANGED = "commune_report.changed"
    TRAINING_CHANGED = "training.changed"
    TRAINING_INVITED = "training.invited"
    ATTENDANCE_SAID = "attendance.said"
    DIFFICULTY_CHANGED = "difficulty.changed"
    RECOMPUTATION_TURNED = "recomputation.turned"

    DIRECTORY_LOADED = "directory.loaded"
    STAGE_DEPLOYED = "stage.deployed"
    STAGE_BACKED_UP = "stage.backed_up"
    STAGE_RESTORED = "stage.restored"
    STAGE_RELEASED = "stage.released"
    KEYS_ROTATED = "keys.rotated"
    HASHES_MOVED = "hashes.moved"
    LETTERS_REDRIVEN = "letters.redriven"
    EVENTS_RELAYED = "events.relayed"
    FIGURES_REPAIRED = "figures.repaired"
    CASES_RECOMPUTED = "cases.recomputed"
    DOCUMENTS_REWRITTEN = "documents.rewritten"
    SEARCH_REBUILT = "search.rebuilt"
    CATEGORIES_LEARNED = "categories.learned"
    CASES_BROUGHT_IN = "cases.brought_in"
    COMMAND_ENDED = "command.ended"

    DAY_OPENED = "day.opened"
    DAY_CLOSED = "day.closed"


OF_THE_BOOK = frozenset({AuditKind.DAY_OPENED, AuditKind.DAY_CLOSED})
"""The book's own: first and last line of each day."""
