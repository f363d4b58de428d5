"""The examination in a process of its own, with limits of memory and time, without credentials.

Decoders meet whatever a stranger sends; what stalls, swells or crashes there ends there. A file
that runs into a limit is refused; a process that dies otherwise leaves the file to another try.
"""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
import time
from threading import Thread

from chalicelib.uploads.application.ports import CleanFile, Unexamined, Unfit
from chalicelib.uploads.domain.uploads import MediaType, Refusal

_MEMORY = 1_100 * 1024 * 1024
"""Bytes of addresses, below the function's memory; a photo of 50 megapixels takes 600 MB."""
_CPU_SECONDS = 20.0
"""A photo of 50 megapixels with a colour profile of its own takes four."""
_CPU_SECONDS_PDF = 1.6
"""For some three hundred pages, each with a font and a photo of its own. The reader is written in
Python, and takes pains with what is broken."""
_GLANCE = 0.02
_SECONDS = 90
"""By the clock, below the function's timeout."""
_REFUSED, _CLEAN = b"refused", b"clean"
_REFUSAL = re.compile(rb"refused (\w{1,40})", re.ASCII)
_CLEANED = re.compile(rb"clean (\d{1,12}) (\d{1,12})", re.ASCII)
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG")


class ExaminerDied(Unexamined):
    """The process ended without an answer that can be understood."""


class ConfinedExaminer:
    """Examines each file in a process of its own."""

    def clean(self, media_type: MediaType, data: bytes) -> CleanFile:
        """The file without its metadata; raises `Unfit`, or `ExaminerDied`, which may pass."""
        try:
            ended = subprocess.run(
                command(media_type),
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # what libraries complain of quotes the file
                env=environment(),
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise ExaminerDied("timeout") from late
        return read_answer(ended.returncode, ended.stdout)


def command(media_type: MediaType) -> list[str]:
    """Starts the process; it reads the file from its input."""
    return [sys.executable, "-m", "chalicelib.uploads.adapters.media.confined", media_type.value]


def environment() -> dict[str, str]:
    """What the process knows: where modules and libraries are, no credentials."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**passed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def read_answer(code: int, answer: bytes) -> CleanFile:
    """What the process wrote: a line, then the file and its small picture.

    Raises `Unfit`, also when its CPU time was used up, or `ExaminerDied`.
    """
    if code == -signal.SIGPROF:
        raise Unfit(Refusal.TOO_COMPLEX)
    if code != 0:
        raise ExaminerDied(f"exit {code}")
    line, _, rest = answer.partition(b"\n")
    if told := _REFUSAL.fullmatch(line):
        raise Unfit(_refusal(told[1].decode()))
    told = _CLEANED.fullmatch(line)
    if told is None or len(rest) != int(told[1]) + int(told[2]):
        raise ExaminerDied("answer cut")
    size = int(told[1])
    return CleanFile(rest[:size], rest[size:] or None)


def _refusal(word: str) -> Refusal:
    try:
        return Refusal(word)
    except ValueError:
        raise ExaminerDied("answer not understood") from None


def _confine(media_type: MediaType) -> None:
    """Memory, and CPU time: its signal ends the process, where an exception might be caught.

    A thread looks at the exact clock of the CPU; the timers of the system, which go by ticks and
    may run late by the double, stand behind it for code that lets no thread run.
    """
    seconds = _CPU_SECONDS_PDF if media_type is MediaType.PDF else _CPU_SECONDS
    signal.setitimer(signal.ITIMER_PROF, seconds)
    Thread(target=_watch, args=(seconds,), daemon=True).start()
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 2,) * 2)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _watch(seconds: float) -> None:
    while time.process_time() < seconds:
        time.sleep(_GLANCE)
    os.kill(os.getpid(), signal.SIGPROF)


def _examine(media_type: MediaType) -> None:
    out = sys.stdout.buffer
    try:
        from chalicelib.uploads.adapters.media.examiner import MediaExaminer

        clean = MediaExaminer().clean(media_type, sys.stdin.buffer.read())
    except Unfit as unfit:
        out.write(b"%s %s\n" % (_REFUSED, unfit.refusal.value.encode()))
    except MemoryError:
        out.write(b"%s %s\n" % (_REFUSED, Refusal.TOO_COMPLEX.value.encode()))
    else:
        small = clean.thumbnail or b""
        out.write(b"%s %d %d\n" % (_CLEAN, len(clean.content), len(small)))
        out.write(clean.content)
        out.write(small)
    out.flush()


if __name__ == "__main__":
    declared = MediaType(sys.argv[1])
    _confine(declared)
    _examine(declared)
