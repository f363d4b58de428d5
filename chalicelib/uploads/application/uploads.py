"""Use cases of photos and documents: give out a form, attach to a case, show, fetch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from chalicelib.agencies.application.ports import Directory
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict, Fault, Gone, Invalid, NotFound, Param, TooMany
from chalicelib.kernel.frozen import frozen
from chalicelib.kernel.ids import sortable_id
from chalicelib.kernel.instants import whole_seconds, wire
from chalicelib.kernel.quotas import Limiter, used_up
from chalicelib.kernel.repeats import answer_over
from chalicelib.kernel.together import Part, Refused
from chalicelib.rules.domain.usage_limits import UsageLimits
from chalicelib.uploads.application.ports import UploadBytes, UploadForm, UploadStore
from chalicelib.uploads.domain.attachments import Attachment
from chalicelib.uploads.domain.uploads import (
    FIELDS,
    MOST_FILES,
    MediaType,
    Purpose,
    Upload,
    UploadState,
    issue,
    objection,
)

_ATTEMPTS = 3
_ANY_TIME = datetime(2026, 1, 1, tzinfo=UTC)
"""Uploads are never listed, so that their ids need not sort; all tries of a request make one."""


@frozen
class UploadDesk:
    """What the use cases of uploads need."""

    uploads: UploadStore
    files: UploadBytes
    clock: Clock
    limiter: Limiter
    directory: Directory


@frozen
class CreateUpload:
    """A file that somebody is about to send. `sha256` is in lower-case hex, `size` in bytes.

    `seed` comes from the request's idempotency record: the same request makes the same upload.
    """

    owner: str
    media_type: MediaType
    size: int
    sha256: str
    seed: str
    of_officer: bool = False


@frozen
class IssuedUpload:
    """The answer: where to post the file."""

    upload_id: str
    form: UploadForm


def create_upload(desk: UploadDesk, command: CreateUpload) -> IssuedUpload:
    """Record the upload, counted against its owner's day, and give out its form.

    Raises `Invalid` for a size over the limit, and `TooMany`: `too_many_uploads` until the owner's
    next day, `too_many_open_uploads` while too many wait to be attached.
    """
    now, limits = desk.clock.now(), desk.directory.policy().usage_limits
    upload = issue(
        sortable_id(_ANY_TIME, command.seed, "upload"),
        command.owner,
        command.media_type,
        command.size,
        command.sha256,
        now,
        now + limits.open_for,
    )
    quota = limits.uploads(of_officer=command.of_officer)
    counted = desk.limiter.use(f"account-{command.owner}", [quota], now)
    place = desk.limiter.occupy(place_of(command.owner), limits.open_uploads)
    try:
        desk.uploads.add(upload, [counted, place])
    except Refused as refused:
        if refused.part is counted:
            raise used_up("too_many_uploads", quota, now) from None
        raise _too_many_open(limits, now) from None
    return IssuedUpload(upload.id, desk.files.form(upload))


def form_again(desk: UploadDesk, owner: str, upload_id: str) -> UploadForm:
    """The form signed anew, for an upload of which nothing has come of yet.

    Raises Gone (`answer_over`) once a file came or was attached, or when there is no such upload.
    """
    upload = desk.uploads.find([upload_id], fresh=True).get(upload_id)
    waiting = upload and upload.owner == owner and upload.state is UploadState.ISSUED
    if upload is None or not waiting or desk.files.has_incoming(upload_id):
        raise answer_over()
    return desk.files.form(upload)


def place_of(owner: str) -> str:
    """Whose places among open uploads: who has many waiting is given no more forms."""
    return f"open-uploads-{owner}"


def _too_many_open(limits: UsageLimits, now: datetime) -> TooMany:
    """As soon as some are attached there is room again, at the latest when they are removed."""
    members: dict[str, Param] = {
        "limit": limits.open_uploads,
        "again_at": wire(now + limits.open_for),
    }
    return TooMany("too_many_open_uploads", whole_seconds(limits.open_for), members)


@frozen
class Attach:
    """Files that a request names, to be tied to a case."""

    owner: str
    upload_ids: Sequence[str]
    case_code: str
    purpose: Purpose


def attach(desk: UploadDesk, command: Attach) -> tuple[Upload, ...]:
    """Tie the uploads to the case, all or none, and return them in the order named.

    Make it the last step before the case is written, when nothing else can be refused. The same
    request again finds them tied and changes nothing. Costs no call without uploads; else one
    batch read, a look at the bucket for files not examined yet, and one write.

    Raises `Invalid` with a fault for each file: `unknown_upload` (also: never sent, somebody
    else's), `upload_in_use`, `upload_refused`, `upload_expired`, `repeated`, or `too_many` for the
    list; `TooMany` when others kept changing the same uploads meanwhile.
    """
    for _ in range(_ATTEMPTS):
        uploads = attachable(desk, command)
        parts = attaching(desk, command, uploads)
        if not parts or desk.uploads.write(parts):
            return tuple(replace(upload, attached_to=command.case_code) for upload in uploads)
    raise TooMany("request_in_progress", retry_after=1)


def attaching(desk: UploadDesk, command: Attach, uploads: Sequence[Upload]) -> list[Part]:
    """What ties those that are not yet tied to the case, as part of another write."""
    free = [upload for upload in uploads if upload.attached_to is None]
    places = sum(upload.open_until is not None for upload in free)
    parts = [desk.uploads.attaching(free, command.case_code, command.purpose)] if free else []
    return [*parts, desk.limiter.vacate(place_of(command.owner), places)] if places else parts


def attachable(desk: UploadDesk, command: Attach) -> tuple[Upload, ...]:
    """The uploads in the order named, as they are before they are tied; raises as `attach`."""
    _check_list(command)
    return tuple(_attachable(desk, command))


def _check_list(command: Attach) -> None:
    field, ids = FIELDS[command.purpose], command.upload_ids
    if len(ids) > MOST_FILES:
        raise Invalid([Fault((field,), "too_many", {"max": MOST_FILES})])
    repeated = [index for index, one in enumerate(ids) if one in ids[:index]]
    if repeated:
        raise Invalid([Fault((field, index), "repeated") for index in repeated])


def _attachable(desk: UploadDesk, command: Attach) -> list[Upload]:
    if not command.upload_ids:
        return []
    found = desk.uploads.find(command.upload_ids, fresh=True).values()
    own = [upload for upload in found if upload.owner == command.owner]
    arrived = {upload.id: upload for upload in _arrived(desk, own)}
    objections = [
        objection(arrived.get(one), command.owner, command.case_code) for one in command.upload_ids
    ]
    if any(objections):
        field = FIELDS[command.purpose]
        raise Invalid(
            Fault((field, index), code, _why(arrived.get(one)))
            for index, (one, code) in enumerate(zip(command.upload_ids, objections, strict=True))
            if code
        )
    return [arrived[one] for one in command.upload_ids]


def _why(upload: Upload | None) -> dict[str, str]:
    return {"refusal": upload.refusal.value} if upload and upload.refusal else {}


def _arrived(desk: UploadDesk, uploads: Sequence[Upload]) -> Iterator[Upload]:
    """Those whose file came: nobody examined it yet, or it was examined already."""
    new = [upload.id for upload in uploads if upload.state is UploadState.ISSUED]
    absent = frozenset(new) - (desk.files.have_incoming(new) if new else frozenset())
    # Their examination may have ended, and the files moved, between the two looks.
    later = desk.uploads.find(absent, fresh=True) if absent else {}
    gone = {one for one in absent if one not in later or later[one].verdict is None}
    yield from (upload for upload in uploads if upload.id not in gone)


def read_attachments(desk: UploadDesk, files: Iterable[Attachment]) -> tuple[Upload, ...]:
    """The uploads behind a case's files, in their order: one call, none without files."""
    ids = [file.id for file in files]
    if not ids:
        return ()
    found = desk.uploads.find(ids)
    return tuple(found[one] for one in ids if one in found)


def fetch_attachment(
    desk: UploadDesk,
    files: Iterable[Attachment],
    attachment_id: str,
    *,
    thumbnail: bool = False,
    own_origin: bool = False,
) -> str:
    """The signed address of one of these files, which are those that the reader may see;
    `own_origin`: as a path below that of the pages.

    Raises `NotFound` (not among them, or no small picture exists), `Conflict` (`not_checked`:
    try again later) or `Gone` (`upload_refused`, with the `refusal`).
    """
    if all(file.id != attachment_id for file in files):
        raise NotFound("attachment_not_found")
    upload = desk.uploads.find([attachment_id]).get(attachment_id)
    if upload is None:
        raise NotFound("attachment_not_found")
    if upload.state is UploadState.REFUSED:
        raise Gone("upload_refused", _why(upload))
    if upload.state is not UploadState.CHECKED:
        raise Conflict("not_checked")
    if thumbnail and not upload.has_thumbnail:
        raise NotFound("no_thumbnail")
    address = desk.files.own_address if own_origin else desk.files.address
    return address(upload.id, upload.media_type, thumbnail=thumbnail)
