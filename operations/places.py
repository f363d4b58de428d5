"""Where a local cloud keeps what it keeps. Several run side by side with folders of their own."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_PORT = 4566
REGION = "ap-southeast-1"
STAGE = "local"
HOST = "127.0.0.1"


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class LocalPlace:
    """One local cloud: its folder and its port."""

    folder: Path = ROOT / ".local"
    port: int = DEFAULT_PORT

    @property
    def address(self) -> str:
        """Host and port of the emulator."""
        return f"{HOST}:{self.port}"

    @property
    def url(self) -> str:
        """The emulator's address."""
        return f"http://{self.address}"

    def answers(self) -> bool:
        """Whether anything listens there."""
        with socket.socket() as probe:
            return probe.connect_ex((HOST, self.port)) == 0

    def edge_url(self, domain: str) -> str:
        """Where a distribution of the emulator answers, given its name on AWS."""
        return f"http://{domain.partition('.')[0]}.cloudfront.localhost:{self.port}"

    @property
    def pid_file(self) -> Path:
        """The process that we started."""
        return self.folder / "emulator.pid"

    @property
    def keeps_file(self) -> Path:
        """Is there while what runs was started with PERSIST=1."""
        return self.folder / "emulator.keeps-state"

    @property
    def log_file(self) -> Path:
        """What the emulator and its functions print."""
        return self.folder / "emulator.log"

    @property
    def state(self) -> Path:
        """What survives a restart with PERSIST=1."""
        return self.folder / "state"

    @property
    def scratch(self) -> Path:
        """Where the emulator unpacks functions: 100 MB a process, for as long as it runs."""
        return self.folder / "scratch"

    @property
    def people_file(self) -> Path:
        """Who can sign in to the stack that is kept; lies and goes with it."""
        return self.state / "people.json"

    @property
    def build(self) -> Path:
        """The package, which all local clouds of this checkout have together."""
        return ROOT / "build" / STAGE

    @property
    def stack_file(self) -> Path:
        """What an outside client needs: `.local/stack.json`."""
        return self.folder / "stack.json"
