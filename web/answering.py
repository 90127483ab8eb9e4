"""Around every request: headers that keep a page to itself, errors without personal data, one line in the log."""

import time
import traceback

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from domain.ports import StoreUnavailable
from web.access import route_name
from web.metrics import METRICS
from web.rendering import error_page
from web.routes import ACCESS, Gateway
from web.services import SESSION, services

log = structlog.get_logger("web")

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FOREVER = "max-age=31536000, immutable"


@web.middleware
async def one_line(request: web.Request, handler: Handler) -> web.StreamResponse:
    """One canonical line and one count for every request: never a query, a name, a number or a text."""
    began = time.perf_counter()
    status = 500
    try:
        response = await handler(request)
        status = response.status
        return response
    finally:
        seconds = time.perf_counter() - began
        route = route_name(request)
        who = request.get(SESSION)
        request.app[METRICS].answered(request.method, route, status, seconds)
        log.info(
            "request",
            method=request.method,
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
            **({} if who is None else {"account": who.account.id, "municipality": who.account.municipality}),
        )


async def keep_to_itself(request: web.Request, response: web.StreamResponse) -> None:
    """Put the security headers on every answer; only files may be kept by the browser."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if services(request).secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    is_file = request.path.startswith("/assets/") and response.status == 200
    versioned = "v" in request.query
    caching = (FOREVER if versioned else "max-age=3600") if is_file else "no-store"
    response.headers.setdefault("Cache-Control", caching)


@web.middleware
async def say_what_is_wrong(request: web.Request, handler: Handler) -> web.StreamResponse:
    """An error becomes a page in Danish (a plain line for a machine) that tells nothing of a family."""
    try:
        return await handler(request)
    except web.HTTPException as refused:
        if refused.status < 400:
            raise
        return await _error(request, refused.status)
    except StoreUnavailable as trouble:
        # A gateway that hears 503 brings the reply again.
        log.error("store_unavailable", route=route_name(request), why=trouble.why)
        return await _error(request, 503)
    except Exception as error:  # noqa: BLE001 - nobody must see a traceback, and the message may hold personal data
        log.error("request_failed", route=route_name(request), error=type(error).__name__, at=_where(error))
        return await _error(request, 500)


async def _error(request: web.Request, status: int) -> web.Response:
    is_gateway = isinstance(request.app[ACCESS].get(request.match_info.route), Gateway)
    if is_gateway or "HX-Request" in request.headers or "text/html" not in request.headers.get("Accept", ""):
        return web.Response(status=status, text=f"{status}\n")
    return error_page(request, status)


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames[-4:])
    )
