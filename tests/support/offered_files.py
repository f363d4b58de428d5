"""Files that are offered, in memory."""

from __future__ import annotations


class FakeOfferedFiles:
    """Keeps what was offered, by its name."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def offer(self, name: str, content: bytes) -> str:
        self.files.pop(name, None)  # the newest is the last
        self.files[name] = content
        return f"https://files.example/{name}"
