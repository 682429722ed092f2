"""How answers are written: JSON, problems (RFC 9457), pages; and which of them somebody wants."""

from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse, Response

from hubkit.webhooks.forms import media_type_of
from hubkit.webhooks.pages import Pages, Refusal, Setting, refusal_of


def wants_page(headers: Headers) -> bool:
    """Return whether a browser asks that shows a page, rather than a program that reads JSON."""
    kind = media_type_of(headers.get("content-type", ""))
    return kind == "form" or (kind is None and "text/html" in headers.get("accept", ""))


def wants_json(headers: Headers) -> bool:
    """Return whether a program asks, where people are expected."""
    accept = headers.get("accept", "")
    return not wants_page(headers) and (
        media_type_of(headers.get("content-type", "")) == "json" or "application/json" in accept
    )


def as_json(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return an answer for programs."""
    return Response(msgspec.json.encode(content), status, headers, "application/json")


def problem(code: str, status: int, refusal: Refusal, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error for programs: `code` names it, `errors` are those of single fields (RFC 9457)."""
    content: dict[str, object] = {"title": HTTPStatus(status).phrase, "status": status, "code": code}
    content["detail"] = refusal.sentence
    if refusal.faults:
        content["errors"] = [{"field": field, "detail": detail} for field, detail in refusal.faults.items()]
    if refusal.contact:
        content["contact"] = refusal.contact
    return Response(msgspec.json.encode(content), status, headers, "application/problem+json")


def refused(
    pages: Pages,
    setting: Setting,
    code: str,
    status: int,
    *,
    page: bool,
    headers: Mapping[str, str] | None = None,
    values: Mapping[str, str | int] | None = None,
) -> Response:
    """Return an error, as a page or as a problem; `code` is also the name of its text."""
    refusal = refusal_of(setting, code, values=values)
    if page:
        return HTMLResponse(pages.refused(setting, refusal), status, headers)
    return problem(code, status, refusal, headers)


def sent_on(path: str) -> Response:
    """Return the way to another page of this server, to be read with GET."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)
