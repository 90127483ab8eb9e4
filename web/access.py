"""Who may pass: the cookie, the role, the one-time password, and the word that every form carries (CSRF)."""

from hmac import compare_digest

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from multidict import MultiDictProxy

from domain.accounts import SignedIn
from web.routes import ACCESS, Gateway, Public, Staff
from web.services import SESSION, services

log = structlog.get_logger("access")

COOKIE = "thousand_days"
FIELD = "csrf"
FORM = web.RequestKey("form", MultiDictProxy)


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let through who may; a route that nobody declared lets nobody through."""
    if request.match_info.http_exception is not None:
        return await handler(request)
    match request.app[ACCESS].get(request.match_info.route):
        case Public() | Gateway():
            return await handler(request)
        case Staff() as access:
            refusal = await _refusal(request, access)
            return refusal or await handler(request)
        case _:
            log.error("route_undeclared", route=route_name(request))
            raise web.HTTPForbidden


async def _refusal(request: web.Request, access: Staff) -> web.Response | None:
    now = services(request).clock.now()
    token = request.cookies.get(COOKIE, "")
    found: SignedIn | None = None
    if token:
        found = await services(request).accounts.session(token, now, clicked=not access.by_itself)
    if found is None:
        return _to_the_door(request, bool(token))
    request[SESSION] = found
    if found.account.role not in access.roles:
        raise web.HTTPForbidden
    if request.method not in ("GET", "HEAD"):
        await check_form(request, found.csrf)
    if found.account.must_change and not access.before_change:
        return see_other("/password")
    return None


async def check_form(request: web.Request, word: str) -> None:
    """A form that our own page did not make is refused."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise web.HTTPForbidden
    form = await request.post()
    given = form.get(FIELD)
    if not isinstance(given, str) or not compare_digest(given.encode(), word.encode()):
        raise web.HTTPForbidden
    request[FORM] = form


def _to_the_door(request: web.Request, was_in: bool) -> web.Response:
    if "HX-Request" in request.headers:
        # A part of a page that renews itself: the page stays as it is.
        raise web.HTTPUnauthorized
    response = see_other("/login?again=1" if was_in else "/login")
    if was_in:
        response.del_cookie(COOKIE, path="/")
    return response


def see_other(path: str) -> web.Response:
    """Go on to another page of ours."""
    return web.Response(status=303, headers={"Location": path})


def let_in(response: web.Response, token: str, *, secure: bool) -> None:
    """Give the browser the cookie of a session; it ends with the browser, or earlier with the session."""
    response.set_cookie(COOKIE, token, path="/", httponly=True, samesite="Lax", secure=secure)


def field(request: web.Request, name: str) -> str:
    """A field of the form that was sent; "" when it is not there."""
    value = request[FORM].get(name, "")
    return value if isinstance(value, str) else ""


def number(request: web.Request, name: str) -> int:
    """A number in the address; one that is none is a page that does not exist."""
    digits = request.match_info[name]
    if not digits.isascii() or not digits.isdigit() or len(digits) > 18:
        raise web.HTTPNotFound
    return int(digits)


def route_name(request: web.Request) -> str:
    """The address as it was declared, without what was filled in: it can stand in a log."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "(none)"
