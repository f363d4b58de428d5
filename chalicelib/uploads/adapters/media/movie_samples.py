"""Descriptions of a track's samples (`stsd`): codec and settings, without the encoder's name.

Source: ISO 14496-12 §12.1.3 and §12.2.3; ISO 14496-14, -15; registration authority at mp4ra.org.
"""

from __future__ import annotations

from typing import Protocol

from chalicelib.uploads.adapters.media.boxes import Box, BoxReader, Bytes
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import Refusal

_PICTURE = frozenset(b"avc1 avc3 hvc1 hev1 mp4v av01 vp08 vp09 s263 jpeg mjpa mjpb".split())
_SOUND = frozenset(
    b"mp4a samr sawb ac-3 ec-3 alac Opus fLaC twos sowt lpcm ipcm ulaw alaw in24 .mp3".split()
)
_SETTINGS = frozenset(
    b"avcC hvcC av1C vpcC esds d263 colr pasp btrt clap fiel dvcC dvvC"
    b" dOps dac3 dec3 damr alac dfLa pcmC chan".split()
)
_PICTURE_HEAD, _SOUND_HEAD = 78, 28
_SOUND_MORE = {0: 0, 1: 16, 2: 36}
"""Bytes that the versions of QuickTime add."""
_NAME = (42, 74)
"""Where the encoder names itself, in the head of a picture's description."""
_MOST_SETTINGS = 16 * 1024


class CopyInProgress(Protocol):
    """What is written into."""

    data: bytes
    reader: BoxReader

    def keep(self, start: int, end: int) -> None:
        """Take these bytes over."""
        ...

    def free(self, box: Box) -> None:
        """Take over the box's length alone."""
        ...


def keep_descriptions(draft: CopyInProgress, box: Box) -> None:
    """Keep each known description; raises `Unfit` for a codec that nobody here knows."""
    draft.keep(box.start, box.body + 8)
    for entry in draft.reader.within(box.body + 8, box.end):
        size = _head(draft.data, entry)
        if entry.body + size > entry.end:
            raise Unfit(Refusal.UNREADABLE)
        draft.keep(entry.start, entry.body + min(size, _NAME[0]))
        if size > _NAME[1]:
            draft.keep(entry.body + _NAME[1], entry.body + size)
        for setting in draft.reader.within(entry.body + size, entry.end):
            if setting.kind in _SETTINGS and setting.end - setting.start <= _MOST_SETTINGS:
                draft.keep(setting.start, setting.end)
            else:
                draft.free(setting)


def _head(data: Bytes, entry: Box) -> int:
    if entry.kind in _PICTURE:
        return _PICTURE_HEAD
    if entry.kind in _SOUND:
        version = int.from_bytes(data[entry.body + 8 : entry.body + 10], "big")
        return _SOUND_HEAD + _SOUND_MORE.get(version, 0)
    raise Unfit(Refusal.UNREADABLE)
