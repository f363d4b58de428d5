"""The process in which files are examined: its answers, its limits, its end."""

from __future__ import annotations

import signal
import subprocess

import pytest

from chalicelib.uploads.adapters.media import confined
from chalicelib.uploads.adapters.media.confined import ConfinedExaminer, ExaminerDied, read_answer
from chalicelib.uploads.adapters.media.examiner import MediaExaminer
from chalicelib.uploads.application.ports import Unfit
from chalicelib.uploads.domain.uploads import MediaType, Refusal
from tests.support.media import make_jpeg
from tests.support.pdf import make_document


@pytest.mark.parametrize(
    ("media_type", "data"),
    [(MediaType.JPEG, make_jpeg()), (MediaType.PDF, make_document())],
)
def test_it_answers_as_the_examiner_itself(media_type: MediaType, data: bytes) -> None:
    """File and small picture come back as they are."""
    assert ConfinedExaminer().clean(media_type, data) == MediaExaminer().clean(media_type, data)


def test_a_refusal_comes_back_with_its_reason() -> None:
    """Not as a fault of the process."""
    with pytest.raises(Unfit) as caught:
        ConfinedExaminer().clean(MediaType.PNG, make_jpeg())
    assert caught.value.refusal is Refusal.WRONG_TYPE


def test_who_uses_up_the_time_is_refused_and_who_dies_comes_again() -> None:
    """A limit is the file's own fault; a crash may be the machine's."""
    with pytest.raises(Unfit) as caught:
        read_answer(-signal.SIGPROF, b"")
    assert caught.value.refusal is Refusal.TOO_COMPLEX
    for code in (1, -signal.SIGSEGV, -signal.SIGKILL):
        with pytest.raises(ExaminerDied):
            read_answer(code, b"clean 1 0\nx")
    with pytest.raises(ExaminerDied):
        read_answer(0, b"clean 5 0\nx")


@pytest.mark.parametrize(
    "answer",
    [
        *(b"", b"\n", b"clean", b"clean\n", b"clean 1\nx", b"clean x 0\n", b"clean -1 2\nx"),
        *(b"clean 1 0 0\nx", b"clean \xd9\xa1 0\nx", b"clean 1 0\nxx", b"refused\n"),
        *(b"refused nothing\n", b"refused \xff\n", b"Unfit\nx"),
    ],
)
def test_an_answer_that_nobody_understands_is_none(answer: bytes) -> None:
    """Of a decoder that somebody took over: like a crash, and no fault of ours."""
    with pytest.raises(ExaminerDied):
        read_answer(0, answer)


def limited(program: str) -> int:
    """The exit code of a program under the limits of a document."""
    head = "from chalicelib.uploads.adapters.media.confined import _confine\n"
    head += "from chalicelib.uploads.domain.uploads import MediaType\n_confine(MediaType.PDF)\n"
    command = [confined.command(MediaType.PDF)[0], "-c", head + program]
    ended = subprocess.run(
        command, env=confined.environment(), stderr=subprocess.DEVNULL, check=False
    )
    return ended.returncode


def test_the_limits_hold() -> None:
    """Time ends the process, whatever it catches; memory is refused to it."""
    assert limited("while True:\n try:\n  while True: pass\n except BaseException: pass") == (
        -signal.SIGPROF
    )
    assert limited("bytes(2 ** 31)") == 1


def test_it_knows_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes a decoder over finds nothing to go on with."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    assert not [name for name in confined.environment() if name.startswith("AWS")]


def test_it_ends_by_the_clock_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that waits uses no time of CPU."""
    monkeypatch.setattr(confined, "_SECONDS", 0.01)
    with pytest.raises(ExaminerDied):
        ConfinedExaminer().clean(MediaType.JPEG, make_jpeg())
