"""What a case knows of a file: which upload, and what kind. Its state lives with the upload."""

from __future__ import annotations

from chalicelib.kernel.frozen import frozen


@frozen
class Attachment:
    """One file of a case; `id` is the upload's, `kind` its media type."""

    id: str
    kind: str
