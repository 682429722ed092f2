"""Stripe, as far as tickets need it: its wire format over HTTP on this machine, and messages that it signs."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

import stripe

KEY, SECRET = "sk_test_0123456789abcdef", "whsec_test_0123456789abcdef"
ENVIRONMENT = {"HUBKIT_STRIPE_KEY": KEY, "HUBKIT_STRIPE_WEBHOOK_SECRET": SECRET}
LINE = "line_items[0]"
REQUIRED = {
    "mode": r"payment",
    "success_url": r"https://[^ ]+",
    "cancel_url": r"https://[^ ]+",
    f"{LINE}[quantity]": r"[1-9][0-9]*",
    f"{LINE}[price_data][currency]": r"[a-z]{3}",
    f"{LINE}[price_data][unit_amount]": r"[1-9][0-9]*",
    f"{LINE}[price_data][product_data][name]": r"(?s).{1,250}",
    "expires_at": r"[0-9]{10}",
}
ALLOWED = {
    **REQUIRED,
    "client_reference_id": r".{1,200}",
    "customer_email": r".+@.+",
    "metadata[order]": r".{1,500}",
    "payment_intent_data[metadata][order]": r".{1,500}",
}


class WrongError(Exception):
    """A request that Stripe refuses."""

    def __init__(self, param: str, code: str = "parameter_invalid", kind: str = "invalid_request_error") -> None:
        super().__init__(param)
        self.error = {"type": kind, "code": code, "param": param, "message": f"Something about {param}: Ada, ada@x.org"}


@dataclass
class Request:
    """What was asked."""

    path: str
    fields: dict[str, str]
    key: str


@dataclass
class StripeDouble:
    """Sessions, payments and refunds, as Stripe has them."""

    now: Callable[[], datetime]
    port: int = 0
    asked: list[Request] = field(default_factory=list)
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    done: dict[str, tuple[dict[str, str], int, dict[str, Any]]] = field(default_factory=dict)
    made: int = 0
    """How often money was paid back."""
    failing: list[int] = field(default_factory=list)
    """Statuses with which the next requests fail, after they were done where it is over 1,000."""
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def environment(self) -> dict[str, str]:
        return {**ENVIRONMENT, "HUBKIT_STRIPE_URL": f"http://127.0.0.1:{self.port}"}

    def answer(self, method: str, path: str, headers: Any, body: str) -> tuple[int, dict[str, Any]]:
        """Answer one request, by its key once."""
        with self.lock:
            fields = dict(parse_qsl(body, keep_blank_values=True, strict_parsing=bool(body)))
            key = headers.get("Idempotency-Key", "")
            self.asked.append(Request(path, fields, key))
            if headers.get("Authorization") != f"Bearer {KEY}":
                return 401, {"error": {"type": "invalid_request_error", "message": "Invalid API Key provided"}}
            fails = self.failing.pop(0) if self.failing else 0
            if 0 < fails < 1_000:
                return fails, {"error": {"type": "api_error"}}
            status, content = self._once(method, path, fields, key, headers)
            return (fails - 1_000, {"error": {"type": "api_error"}}) if fails else (status, content)

    def _once(
        self, method: str, path: str, fields: dict[str, str], key: str, headers: Any
    ) -> tuple[int, dict[str, Any]]:
        if key in self.done:
            before, status, content = self.done[key]
            if before != fields:
                return 400, {"error": {"type": "idempotency_error"}}
            return status, content
        try:
            status, content = 200, self._do(method, path, fields, headers)
        except WrongError as fault:
            status, content = 400, {"error": fault.error}
        if key:
            self.done[key] = (fields, status, content)
        return status, content

    def _do(self, method: str, path: str, fields: dict[str, str], headers: Any) -> dict[str, Any]:
        if method == "POST" and headers.get_content_type() != "application/x-www-form-urlencoded":
            raise WrongError("content-type")
        if method == "POST" and not headers.get("Idempotency-Key"):
            raise WrongError("idempotency-key")
        of_session = re.fullmatch(r"/v1/checkout/sessions/(cs_test_\d+)(/expire)?", path)
        if (method, path) == ("POST", "/v1/checkout/sessions"):
            return self._begin(fields)
        if (method, path) == ("POST", "/v1/refunds"):
            return self._refund(fields)
        if of_session is None or of_session[1] not in self.sessions:
            raise WrongError("id", "resource_missing")
        session = self.sessions[of_session[1]]
        if method == "POST" and of_session[2]:
            if session["status"] != "open":
                raise WrongError("status", "")
            session["status"] = "expired"
        return session

    def _begin(self, fields: dict[str, str]) -> dict[str, Any]:
        for name, value in fields.items():
            if name not in ALLOWED or not re.fullmatch(ALLOWED[name], value):
                raise WrongError(name, "parameter_unknown" if name not in ALLOWED else "parameter_invalid")
        for name in REQUIRED:
            if name not in fields:
                raise WrongError(name, "parameter_missing")
        if fields.get("customer_email", "").endswith(".invalid"):
            raise WrongError("customer_email", "email_invalid")
        left = int(fields["expires_at"]) - self.now().timestamp()
        if not timedelta(minutes=30).total_seconds() <= left <= timedelta(hours=24).total_seconds():
            raise WrongError("expires_at")
        number = next(self.numbers)
        unit = int(fields[f"{LINE}[price_data][unit_amount]"])
        session = {
            "id": f"cs_test_{number}",
            "object": "checkout.session",
            "amount_total": unit * int(fields[f"{LINE}[quantity]"]),
            "client_reference_id": fields.get("client_reference_id"),
            "currency": fields[f"{LINE}[price_data][currency]"],
            "expires_at": int(fields["expires_at"]),
            "livemode": False,
            "metadata": {"order": fields.get("metadata[order]", "")},
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "url": f"https://checkout.stripe.com/c/pay/cs_test_{number}#fid",
        }
        self.sessions[session["id"]] = session
        return session

    def _refund(self, fields: dict[str, str]) -> dict[str, Any]:
        payment = fields["payment_intent"]
        if payment in self.refunds:
            raise WrongError("payment_intent", "charge_already_refunded")
        [session] = [each for each in self.sessions.values() if each["payment_intent"] == payment]
        self.made += 1
        self.refunds[payment] = {
            "id": f"re_{payment}",
            "object": "refund",
            "amount": session["amount_total"],
            "payment_intent": payment,
            "status": "succeeded",
        }
        return self.refunds[payment]

    def complete(self, session: str, status: str = "paid") -> dict[str, Any]:
        """Have somebody pay, and return what Stripe tells of it."""
        it = self.sessions[session]
        it |= {"status": "complete", "payment_status": status, "payment_intent": f"pi_{session[3:]}"}
        return message("checkout.session.completed", it)

    def later(self, session: str, what: str) -> dict[str, Any]:
        """Have a session end otherwise: `async_payment_succeeded`, `async_payment_failed` or `expired`."""
        it = self.sessions[session]
        it["status"] = "expired" if what == "expired" else "complete"
        it["payment_status"] = "paid" if what == "async_payment_succeeded" else "unpaid"
        return message(f"checkout.session.{what}", it)

    def refunded(self, session: str, amount: int | None = None) -> dict[str, Any]:
        """Return what Stripe tells when money was paid back, all of it or some."""
        it = self.sessions[session]
        total = it["amount_total"]
        back = total if amount is None else amount
        charge = {
            "id": f"ch_{session[3:]}",
            "object": "charge",
            "amount": total,
            "amount_refunded": back,
            "currency": it["currency"],
            "metadata": it["metadata"],
            "payment_intent": it["payment_intent"],
            "refunded": back == total,
        }
        return message("charge.refunded", charge)


NUMBERS = count(1)


def message(kind: str, about: dict[str, Any], name: str = "") -> dict[str, Any]:
    """Return an event as Stripe sends it."""
    return {
        "id": name or f"evt_{next(NUMBERS)}",
        "object": "event",
        "api_version": "2024-06-20",
        "created": 1_790_000_000,
        "data": {"object": dict(about)},
        "livemode": False,
        "pending_webhooks": 1,
        "type": kind,
    }


def signature(body: bytes, at: datetime, secret: str = SECRET) -> str:
    """Return the header by which Stripe's own package knows its messages."""
    made: Any = stripe.WebhookSignature
    return made.generate_signature_header(body.decode(), secret, int(at.timestamp()))


@contextmanager
def stripe_double(now: Callable[[], datetime], kind: type[StripeDouble] = StripeDouble) -> Iterator[StripeDouble]:
    """Run it until the end of the block, on a free port of this machine."""
    double = kind(now)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            try:
                status, content = double.answer(self.command, self.path, self.headers, body)
            except ConnectionAbortedError:
                self.close_connection = True
                return
            sent = json.dumps(content, indent=2).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = _answer  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 256

    with Server(("127.0.0.1", 0), Handler) as server:
        double.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield double
        finally:
            server.shutdown()
            thread.join()


def posted(event: dict[str, Any]) -> bytes:
    """Return the bytes of an event, as Stripe writes JSON."""
    return json.dumps(event, indent=2).encode()
