"""Answers the browsers of this machine: the page at ``/``, what becomes of it at ``/events``; nothing else, and nobody else."""

from __future__ import annotations

import base64
import re
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import cast

from boundary_lint.errors import BoundaryLintError
from boundary_lint.pipeline.serve.live import Live, Shown

HOST = "127.0.0.1"

NAMES = ("127.0.0.1", "localhost", "[::1]")
"""What a browser may call us. Any other name leads here by somebody else's entry in the DNS, whose page would read ours."""

BREATH = 15.0
"""Seconds after which a page that waits hears that we are still here."""

_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)

_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Server(ThreadingHTTPServer):
    """Listens on this machine alone."""

    daemon_threads = True

    def __init__(self, port: int, live: Live) -> None:
        """port: 0 for a free one.

        Raises:
            BoundaryLintError: the port cannot be had.
        """
        self.live = live
        self.loaded = ""
        """The page that was answered last."""
        try:
            super().__init__((HOST, port), _Answer)
        except OSError as error:
            hint = f"name another port (--port {port + 1 if 1024 <= port < 65535 else 8766}), or let one be chosen: --port 0"
            raise BoundaryLintError(f"--port {port}", f"cannot be had: {error.strerror}", hint) from error

    def server_bind(self) -> None:
        TCPServer.server_bind(self)  # its own class asks the DNS for our name

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://{HOST}:{self.port}/"


class _Answer(BaseHTTPRequestHandler):
    """One request."""

    server_version, sys_version = "boundary-lint", ""
    timeout = 60

    def do_GET(self) -> None:
        """Answer a request."""
        path = self.path.partition("?")[0]
        if not self._is_for_us():
            self._text(
                HTTPStatus.FORBIDDEN, f"This is http://{HOST}:{self._server.port}/, and answers to no other name."
            )
        elif path == "/":
            self._page(self._server.live.now)
        elif path == "/events":
            self._events()
        elif path == "/favicon.ico":
            self._begin(HTTPStatus.NO_CONTENT)
        else:
            self._text(HTTPStatus.NOT_FOUND, "There is one page here: /")

    def do_HEAD(self) -> None:
        """Answer with the head alone."""
        self.do_GET()

    @property
    def _server(self) -> Server:
        return cast(Server, self.server)

    def _is_for_us(self) -> bool:
        port = self._server.port
        names = {f"{name}:{port}" for name in NAMES} | (set(NAMES) if port == 80 else set())
        return self.headers.get_all("Host", []) in [[name] for name in names]

    def _begin(self, status: HTTPStatus, **more: str) -> None:
        self.send_response(status)
        for name, value in (*_HEADERS.items(), *((name.replace("_", "-"), value) for name, value in more.items())):
            self.send_header(name, value)
        self.end_headers()

    def _send(self, status: HTTPStatus, kind: str, content: bytes, policy: str) -> None:
        self._begin(
            status,
            Content_Type=f"{kind}; charset=utf-8",
            Content_Length=str(len(content)),
            Content_Security_Policy=policy,
        )
        if self.command != "HEAD":
            self.wfile.write(content)

    def _text(self, status: HTTPStatus, text: str) -> None:
        self._send(status, "text/plain", f"{text}\n".encode(), "default-src 'none'; frame-ancestors 'none'")

    def _page(self, shown: Shown) -> None:
        self._server.loaded = shown.page
        self._send(HTTPStatus.OK, "text/html", shown.page.encode(), policy(shown.page))

    def _events(self) -> None:
        """Tell what becomes of the page, until the browser goes."""
        self._begin(HTTPStatus.OK, Content_Type="text/event-stream; charset=utf-8")
        if self.command == "HEAD":
            return
        known = self.headers.get("Last-Event-ID", "")
        name, shown = self._server.live.after("", 0)
        is_as_known = name == known or (not known and not shown.problem and shown.page == self._server.loaded)
        self.wfile.write((f"id: {name}\n\n" if is_as_known else event(name, shown)).encode())
        while True:
            before = name
            name, shown = self._server.live.after(before, BREATH)
            self.wfile.write((event(name, shown) if name != before else ": still here\n\n").encode())

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ConnectionError:  # whoever asked has gone
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal tells what is drawn."""


def event(name: str, shown: Shown) -> str:
    """Return what is told of something new: ``reload``, or ``problem`` with its text."""
    kind, lines = ("problem", shown.problem.splitlines()) if shown.problem else ("reload", ["changed"])
    return "\n".join([f"event: {kind}", f"id: {name}", *(f"data: {line}" for line in lines), "", ""])


def policy(page: str) -> str:
    """Return the policy of a page: its own scripts and styles run, and it may ask us alone."""
    scripts = [
        f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'" for text in _SCRIPT.findall(page)
    ]
    return (
        f"default-src 'none'; script-src 'wasm-unsafe-eval' {' '.join(scripts)}; style-src 'unsafe-inline'; img-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
