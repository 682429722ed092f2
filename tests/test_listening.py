"""The socket of a server: which address it has, and what is said where it cannot be had."""

import asyncio
import re
import socket
import threading
from typing import Any

import pytest

from hubkit import listening
from hubkit.listening import is_this_machine_alone, listen, server_of
from hubkit.problems import HubkitError
from hubkit.serve.server import hosts_of


def test_a_port_in_use_is_told_with_one_that_is_free() -> None:
    taken = listen("127.0.0.1", 0)
    with taken.socket, pytest.raises(HubkitError) as raised:
        listen("127.0.0.1", taken.port)
    said = re.fullmatch(r"Port \d+ is in use. Port (\d+) is free: add --port \1", str(raised.value))
    assert said
    listen("127.0.0.1", int(said[1])).socket.close()


def test_no_part_of_an_answer_waits_for_the_one_before() -> None:
    listener = listen("127.0.0.1", 0)
    with listener.socket, socket.create_connection(("127.0.0.1", listener.port)):
        accepted, _ = listener.socket.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


async def _answer(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    ("before", "sent"), [(b"", b""), (b"", b"G"), (b"", WHOLE[:-2]), (WHOLE, b"G"), (WHOLE, WHOLE[:-2])]
)
def test_who_does_not_finish_asking_is_let_go(monkeypatch: pytest.MonkeyPatch, before: bytes, sent: bytes) -> None:
    monkeypatch.setattr(listening, "_SECONDS_FOR_HEAD", 0.1)
    listener = listen("127.0.0.1", 0)
    server = server_of(_answer, has_lifespan=False, seconds_to_end=1)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener.socket])))
    thread.start()
    try:
        with socket.create_connection(("127.0.0.1", listener.port), timeout=60) as connection:
            connection.sendall(before)
            answer = b""
            while before and not answer.endswith(b"ok"):
                answer += connection.recv(1000)
            connection.sendall(sent)
            assert connection.recv(1000) == b""
    finally:
        server.should_exit = True
        thread.join(60)
    assert not thread.is_alive()


def test_an_address_of_another_machine_cannot_be_had() -> None:
    with pytest.raises(HubkitError, match=r"Cannot listen at 192\.0\.2\.1, port 8000: "):
        listen("192.0.2.1", 8000)


def test_the_address_for_the_browser() -> None:
    listener = listen("127.0.0.1", 0)
    with listener.socket:
        assert listener.url == f"http://127.0.0.1:{listener.port}/"


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_the_loopback_of_ipv6_will_do() -> None:
    listener = listen("::1", 0)
    with listener.socket:
        assert listener.url == f"http://[::1]:{listener.port}/"
        assert hosts_of(listener).allow(f"[::1]:{listener.port}")


@pytest.mark.parametrize(("host", "alone"), [
    ("127.0.0.1", True), ("127.0.0.2", True), ("::1", True), ("localhost", True),
    ("0.0.0.0", False), ("::", False), ("192.0.2.1", False), ("desk.example", False),
])  # fmt: skip
def test_who_can_reach_an_address(host: str, alone: bool) -> None:
    assert is_this_machine_alone(host) is alone
