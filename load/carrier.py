"""One-time codes as they come to phones: one looks for everybody who waits, once a second and less
often where a look takes its time."""

from __future__ import annotations

import re
import time
from threading import Condition, Event, Thread
from types import TracebackType

from localstack.demo.phone import Post
from localstack.demo.waiting import Waited

_CODE = re.compile(r"(?<![\w-])\d{6}(?![\w-])")
_LOOKS_EVERY = 1.0
_AT_MOST = 0.1
"""Of the time goes into looking, which keeps the emulator busy, the longer the more there is."""
PATIENCE = 300.0
"""Seconds after which a code is lost."""


class Phones:
    """The phones of everybody who registers; each gets one code."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._codes: dict[str, str] = {}
        self._came = Condition()
        self._over = Event()
        self._looker = Thread(target=self._look)

    def __enter__(self) -> Phones:
        self._looker.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._looker.join()

    def code(self, phone: str) -> str:
        """The code on this phone, as soon as it is there. Raises Waited."""
        with self._came:
            if not self._came.wait_for(lambda: phone in self._codes, PATIENCE):
                raise Waited(f"no code on {phone}")
            return self._codes[phone]

    def _look(self) -> None:
        pause = _LOOKS_EVERY
        while not self._over.wait(pause):
            began = time.monotonic()
            try:
                sent = self._post.all_sms()
            except OSError:
                continue  # the emulator is busy
            pause = max(_LOOKS_EVERY, (time.monotonic() - began) / _AT_MOST)
            with self._came:
                for sms in sent:
                    found = _CODE.search(sms.text)
                    if found:
                        self._codes[sms.recipient] = found.group()
                self._came.notify_all()
