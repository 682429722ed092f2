"""A mail server that takes mail, or refuses it, and keeps what it got; and one that takes notifications."""

import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from hubkit.webhooks.channels import Mail, MailServer, Security

PATIENCE = 60
SENDER = "rsvp@x.org"


@dataclass
class Post:
    """What a mail server got, and what it answers."""

    port: int = 0
    answer: str = "250 OK"
    to_receiver: str = "250 OK"
    got: "Queue[tuple[str, list[str], EmailMessage]]" = field(default_factory=Queue)
    tried: "Queue[str]" = field(default_factory=Queue)
    was_encrypted: list[bool] = field(default_factory=list[bool])
    logins: list[tuple[bytes, bytes]] = field(default_factory=list[tuple[bytes, bytes]])

    def mail(self, security: Security = "none", user: str = "", password: str = "", host: str = "127.0.0.1") -> Mail:
        """The settings with which mail comes here."""
        return Mail(MailServer(host, self.port, security, user, password), SENDER)

    def next(self) -> EmailMessage:
        """The next mail, which is for one receiver; waits for it."""
        sender, receivers, message = self.got.get(timeout=PATIENCE)
        assert sender == SENDER
        assert receivers == [message["To"].addresses[0].addr_spec]
        return message

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        self.tried.put(address)
        if self.to_receiver.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.to_receiver

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.answer.startswith("2"):
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(envelope.content, EmailMessage, policy=default)
            self.was_encrypted.append(session.ssl is not None)
            self.got.put((str(envelope.mail_from), list(envelope.rcpt_tos), message))
        return self.answer

    def check(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, auth_data: Any
    ) -> AuthResult:
        assert isinstance(auth_data, LoginPassword)
        self.logins.append((auth_data.login, auth_data.password))
        return AuthResult(success=auth_data.password == b"p@ss:word", handled=False)


class _AnyPort(Controller):
    """A mail server whose port is what the system gives."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def post_office(port: int = 0, **options: Any) -> Iterator[Post]:
    """Run a mail server on a free port until the end of the block."""
    post = Post()
    controller = _AnyPort(post, hostname="127.0.0.1", port=port, authenticator=post.check, **options)
    controller.start()
    post.port = controller.port
    try:
        yield post
    finally:
        controller.stop()


def text_of(message: EmailMessage) -> str:
    """The words of a mail."""
    body = message.get_body(("plain",))
    assert body is not None
    return body.get_content()


@dataclass(frozen=True)
class Sent:
    """A notification as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """What a server of notifications got, and what it answers."""

    port: int = 0
    status: int = 204
    got: "Queue[Sent]" = field(default_factory=Queue)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks/1?key=2"

    def next(self) -> Sent:
        return self.got.get(timeout=PATIENCE)


@contextmanager
def receiver(certificate: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """Run a server of notifications until the end of the block."""
    running = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            running.got.put(Sent(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(running.status)
            if 300 <= running.status < 400:
                self.send_header("Location", f"http://127.0.0.1:{running.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.port = server.server_address[1]
    if certificate is not None:
        server.socket = certificate.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join(PATIENCE)
