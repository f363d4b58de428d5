"""Start and stop the emulator (MiniStack), by process id, on the loopback interface only."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from infra.lock import EMULATOR
from operations.places import (
    HOST,
    REGION,
    ROOT,
    LocalPlace,
    free_port,
)

EMULATOR_VENV = ROOT / ".local" / "emulator"
"""The emulator's own virtual environment: handlers import from it whatever they are not given in
their zip, so it must not hold the project's dependencies."""
_PROGRAM = ROOT / "localstack" / "shared_code.py"
READY_SECONDS = 60.0
STOP_SECONDS = 60.0
CONCURRENCY = 64
"""Function processes at the same moment at most: each takes some 70 MB, while there is work for it.
The workers of all queues together may take forty; what is left is the API's. Whoever finds no place
is turned away: a request with 429, a letter until its queue shows it again."""


class AlreadyRuns(Exception):
    """It runs, but not in the way that was asked for."""


def start(place: LocalPlace, *, persist: bool = False) -> bool:
    """Start it unless it runs; whether this call started it.

    With `persist` what it holds is kept when it stops, and found again at the next such start;
    raises `AlreadyRuns` where it runs and will not keep anything.
    """
    if is_running(place):
        if persist and not keeps_state(place):
            raise AlreadyRuns("it runs without PERSIST=1: `make down` first")
        return False
    install()
    place.folder.mkdir(parents=True, exist_ok=True)
    place.state.mkdir(exist_ok=True)
    shutil.rmtree(place.scratch, ignore_errors=True)
    place.scratch.mkdir()
    with place.log_file.open("ab") as log:
        process = subprocess.Popen(
            [str(EMULATOR_VENV / "bin" / "python"), "-P", str(_PROGRAM)],
            env=_environment(place, persist),
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    place.pid_file.write_text(str(process.pid), encoding="utf-8")
    place.keeps_file.unlink(missing_ok=True)
    if persist:
        place.keeps_file.touch()
    wait_until(lambda: _answers(place) or _died(process), READY_SECONDS, "the emulator")
    return True


def stop(place: LocalPlace) -> bool:
    """Stop what `start` started, its function processes with it; whether there was one."""
    pid = _pid(place)
    place.pid_file.unlink(missing_ok=True)
    if pid is None or not _alive(pid):
        return False
    os.kill(pid, signal.SIGTERM)
    try:
        wait_until(lambda: not _alive(pid), STOP_SECONDS, "the emulator to stop")
    except TimeoutError:
        os.killpg(pid, signal.SIGKILL)
    return True


@contextlib.contextmanager
def passing(purpose: str) -> Iterator[LocalPlace]:
    """A folder and a port for the length of the block; what runs there then is stopped."""
    place = LocalPlace(Path(tempfile.mkdtemp(prefix=f"citizen-cases-{purpose}-")), free_port())
    try:
        yield place
    finally:
        stop(place)
        shutil.rmtree(place.folder, ignore_errors=True)


def forget(place: LocalPlace) -> None:
    """Delete what an earlier run with `persist` kept."""
    shutil.rmtree(place.state, ignore_errors=True)


def is_running(place: LocalPlace) -> bool:
    """Whether the process that we started is alive and answers."""
    pid = _pid(place)
    return pid is not None and _alive(pid) and _answers(place)


def keeps_state(place: LocalPlace) -> bool:
    """Whether it was started with `persist`."""
    return place.keeps_file.exists()


def wait_until(holds: Callable[[], bool], seconds: float, what: str) -> None:
    """Look again until it holds; raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.1)


def _environment(place: LocalPlace, persist: bool) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
    return {
        **kept,
        "PATH": f"{EMULATOR_VENV / 'bin'}:{os.environ['PATH']}",
        "TMPDIR": str(place.scratch),
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(place.port),
        "MINISTACK_HOST": "localhost",  # so that browsers find what the names below it stand for
        "MINISTACK_REGION": REGION,
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LAMBDA_ACCOUNT_CONCURRENCY": str(CONCURRENCY),
        "AUTH": "true",  # functions may do what their policies allow, and nothing else
        "PERSIST_STATE": "1" if persist else "0",
        "S3_PERSIST": "1" if persist else "0",
        "STATE_DIR": str(place.state),
        "S3_DATA_DIR": str(place.state / "s3"),
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
    }


def install() -> None:
    """Make the emulator's own environment, one process at a time."""
    EMULATOR_VENV.parent.mkdir(parents=True, exist_ok=True)
    stamp = EMULATOR_VENV / "emulator.lock"
    wanted = EMULATOR.file.read_text(encoding="utf-8")
    with EMULATOR_VENV.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return
        if not (EMULATOR_VENV / "bin" / "pip").exists():
            subprocess.run(
                [sys.executable, "-m", "venv", "--clear", str(EMULATOR_VENV)], check=True
            )
        pip = [str(EMULATOR_VENV / "bin" / "pip"), "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", str(EMULATOR.file)], check=True)
        stamp.write_text(wanted, encoding="utf-8")


def _pid(place: LocalPlace) -> int | None:
    if not place.pid_file.exists():
        return None
    return int(place.pid_file.read_text(encoding="utf-8"))


def _alive(pid: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _died(process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        raise RuntimeError(f"the emulator ended with {process.returncode}; see its log")
    return False


def _answers(place: LocalPlace) -> bool:
    try:
        with urllib.request.urlopen(f"{place.url}/_ministack/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
