"""The office at an address: pages as the app serves them, static files as the release has them, and
everything behind them in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from chalice.test import Client

from app import app
from chalicelib.runtime.services import services
from chalicelib.uploads.application.uploads import UploadDesk
from chalicelib.uploads.domain.uploads import MediaType
from infra import static_files
from operations.places import free_port
from tests.support.media import make_jpeg

PHOTO = make_jpeg()
LOST = "X-Answer-Lost"
"""A form that comes with this header is carried out, and its answer never arrives."""

_TYPES = {
    "css": "text/css",
    "json": "application/json",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}


class OfficeHandler(BaseHTTPRequestHandler):
    """One request: a static file, or whatever the app answers."""

    timeout = 2.0
    """Seconds: browsers open a connection that they may need, and all others wait behind it."""

    def do_GET(self) -> None:
        if self.path.startswith("/static/"):
            name = self.path.split("/", 3)[3]
            return self._send(
                200, {"Content-Type": _TYPES[name.rpartition(".")[2]]}, static_files.content(name)
            )
        if self.path.startswith("/checked/"):
            return self._send(200, {"Content-Type": "image/jpeg"}, PHOTO)
        return self._ask()

    def do_PUT(self) -> None:
        """A file that a form's script sends to the bucket."""
        files = services().get(UploadDesk).files
        upload_id = self.path.removeprefix("/incoming/").partition("?")[0]
        content = self.rfile.read(int(self.headers["Content-Length"]))
        files.bring(upload_id, MediaType(self.headers["Content-Type"]), content)
        self._send(200, {}, b"")

    def do_POST(self) -> None:
        self._ask()

    def log_message(self, *_: object) -> None:
        """The app's own lines say enough."""

    def _ask(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = Client(app).http.request(
            self.command, self.path, headers=dict(self.headers.items()), body=body
        )
        if self.command == "POST" and LOST in self.headers:
            return
        self._send(answer.status_code, answer.headers, answer.body)

    def _send(self, status: int, headers: dict[str, str | list[str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            for one in [value] if isinstance(value, str) else value:
                self.send_header(name, one)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serve_office() -> Iterator[str]:
    """Its address for the length of the block, on a free port."""
    server = HTTPServer(("127.0.0.1", free_port()), OfficeHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
