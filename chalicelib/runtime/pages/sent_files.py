"""Forms with files (`multipart/form-data`), as a browser without script sends them.

What a function is called with may have 6 MB, a third of which goes for base64; so such a form has a
bound of its own, and larger files go to the bucket by script.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from chalicelib.kernel.errors import Unreadable
from chalicelib.kernel.frozen import frozen

MOST_SENT = 4_000_000
"""Bytes of a whole form with its files."""
_MOST_PARTS = 100


@frozen
class SentFile:
    """A file of a form: its name and type are the browser's words."""

    name: str
    media_type: str
    content: bytes


Parts = tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[SentFile, ...]]]


def is_with_files(headers: Mapping[str, str]) -> bool:
    """Whether the body is a form with files."""
    media = headers.get("content-type", "").partition(";")[0].strip(" \t").lower()
    coding = headers.get("content-encoding", "").strip(" \t").lower()
    return media == "multipart/form-data" and coding in ("", "identity")


def read_parts(headers: Mapping[str, str], raw: bytes) -> Parts:
    """Fields and files, each name with all its values; a file that was not chosen is none.

    Raises Unreadable (400).
    """
    from multipart import MultipartError, MultipartParser, parse_options_header

    _, options = parse_options_header(headers["content-type"])
    fields: dict[str, tuple[str, ...]] = {}
    files: dict[str, tuple[SentFile, ...]] = {}
    try:
        parser = MultipartParser(
            BytesIO(raw),
            options.get("boundary", ""),
            len(raw),
            strict=True,
            part_limit=_MOST_PARTS,
            spool_limit=MOST_SENT,
            memory_limit=MOST_SENT,
        )
        for part in parser:
            if part.filename is None:
                value = part.raw.decode("utf-8")
                fields[part.name] = (*fields.get(part.name, ()), value)
            elif part.filename:
                found = SentFile(part.filename, part.content_type or "", part.raw)
                files[part.name] = (*files.get(part.name, ()), found)
    except UnicodeDecodeError as error:
        raise Unreadable("not_utf8") from error
    except (MultipartError, ValueError) as error:
        raise Unreadable("not_a_form") from error
    return fields, files
