"""Only this machine, and only its own pages and programs, may use the demo's routes."""

from functools import wraps
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

from web.routes import Handler
from web.services import LOOPBACK


def refusal(request: web.Request) -> str | None:
    """Why a request may not pass, in one sentence; None when it may."""
    try:
        near = request.remote is not None and ip_address(request.remote).is_loopback
    except ValueError:
        near = False
    if not near:
        return "The demo answers on this machine only."
    # A page elsewhere can make a browser ask 127.0.0.1: under its own name, or across sites.
    if urlsplit(f"//{request.host}").hostname not in LOOPBACK:
        return "The demo answers under 127.0.0.1 and localhost only."
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        return "The demo answers its own pages only."
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return "The demo answers its own pages only."
    return None


def on_loopback(handler: Handler) -> Handler:
    """The handler, for this machine alone; everybody else gets 403 with a sentence."""

    @wraps(handler)
    async def guarded(request: web.Request) -> web.StreamResponse:
        why = refusal(request)
        if why is not None:
            return web.json_response({"error": why}, status=403)
        return await handler(request)

    return guarded
