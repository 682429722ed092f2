"""Notices as a POST: signed (Standard Webhooks), or in the shapes of Slack and Discord."""

import base64
import hashlib
import hmac
import http.client
import ssl
from collections.abc import Mapping
from datetime import datetime

import msgspec

from hubkit.webhooks.channels import Hook
from hubkit.webhooks.notices import Notice
from hubkit.webhooks.unsent import UnsentError

_SECONDS = 10
_OK = range(200, 300)


def content_of(hook: Hook, notice: Notice) -> bytes:
    """Return what is sent: in Slack and Discord nothing of it is a mention, a link or a command."""
    if hook.shape == "slack":
        text = notice.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return msgspec.json.encode({"text": text})
    if hook.shape == "discord":
        return msgspec.json.encode({"content": notice.text[:2000], "allowed_mentions": {"parse": []}})
    return msgspec.json.encode({"type": notice.type, "timestamp": notice.made.isoformat(), "data": notice.data})


def headers_of(hook: Hook, notice: Notice, content: bytes, now: datetime) -> Mapping[str, str]:
    """Return the headers: the same `webhook-id` however often it is sent, and the signature over id, time and content.

    https://www.standardwebhooks.com/
    """
    headers = {"Content-Type": "application/json", "User-Agent": "hubkit"}
    if hook.shape != "signed":
        return headers
    stamp = str(int(now.timestamp()))
    signed = hmac.digest(hook.key, f"{notice.id}.{stamp}.".encode() + content, hashlib.sha256)
    signature = f"v1,{base64.b64encode(signed).decode()}"
    return headers | {"webhook-id": notice.id, "webhook-timestamp": stamp, "webhook-signature": signature}


def post(hook: Hook, notice: Notice, now: datetime) -> None:
    """Send a notice; redirects are not followed. Raises `UnsentError` unless the answer is 2xx."""
    content = content_of(hook, notice)
    if hook.is_https:
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(hook.host, hook.port, timeout=_SECONDS, context=context)
    else:
        connection = http.client.HTTPConnection(hook.host, hook.port, timeout=_SECONDS)
    try:
        connection.request("POST", hook.path, content, dict(headers_of(hook, notice, content, now)))
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as fault:
        raise UnsentError(type(fault).__name__, is_down=True) from None
    finally:
        connection.close()
    if status not in _OK:
        raise UnsentError(f"HTTP {status}", is_down=True)
