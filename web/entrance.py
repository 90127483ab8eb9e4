"""The door: log in, choose one's own password, log out."""

from secrets import token_urlsafe

from aiohttp import web

from domain.accounts import LoggedIn, Role
from domain.ids import Municipality
from web.access import COOKIE, check_form, field, let_in, see_other
from web.rendering import page
from web.routes import EVERYBODY, PUBLIC, Route, Staff
from web.services import services, session
from web.words import LOG_IN_REFUSED, PASSWORD_FLAWS

_AT_THE_DOOR = "thousand_days_door"
"""A cookie of the log-in form itself, which nobody else's page can know: there is no session to keep a word in yet."""

ANY_TIME = Staff(frozenset(Role), before_change=True)

HOME = {
    Role.NURSE: "/today",
    Role.COURSE_LEADER: "/today",
    Role.LEADER: "/uptake",
    Role.ADMINISTRATOR: "/uptake",
}


async def home(request: web.Request) -> web.Response:
    """To the first page of one's role."""
    return see_other(HOME[session(request).account.role])


async def show_log_in(request: web.Request) -> web.Response:
    """The log-in form."""
    return _log_in_page(request, again="again" in request.query)


def _log_in_page(request: web.Request, *, error: str = "", again: bool = False) -> web.Response:
    house = services(request)
    word = token_urlsafe(24)
    places = sorted(house.house.municipalities.values(), key=lambda place: place.name)
    response = page(
        request,
        "login.html",
        status=403 if error else 200,
        places=places,
        word=word,
        error=error,
        again=again,
    )
    response.set_cookie(
        _AT_THE_DOOR, word, path="/login", httponly=True, samesite="Strict", secure=house.secure
    )
    return response


async def log_in(request: web.Request) -> web.Response:
    """Let somebody in, or say that it was not right."""
    word = request.cookies.get(_AT_THE_DOOR, "")
    if not word:
        raise web.HTTPForbidden
    await check_form(request, word)
    house = services(request)
    place = Municipality(field(request, "municipality"))
    if place not in house.house.municipalities:
        return _log_in_page(request, error="Vælg din kommune.")
    found = await house.accounts.log_in(
        place, field(request, "login").strip(), field(request, "password"), house.clock.now()
    )
    if not isinstance(found, LoggedIn):
        return _log_in_page(request, error=LOG_IN_REFUSED)
    response = see_other("/")
    let_in(response, found.token, secure=house.secure)
    response.del_cookie(_AT_THE_DOOR, path="/login")
    return response


async def log_out(request: web.Request) -> web.Response:
    """End the session, here and in the database."""
    house = services(request)
    await house.accounts.log_out(request.cookies.get(COOKIE, ""))
    response = see_other("/login")
    response.del_cookie(COOKIE, path="/")
    return response


async def show_password(request: web.Request) -> web.Response:
    """The form for a new password; at the first log-in there is no way around it."""
    return page(request, "password.html", error="")


async def change_password(request: web.Request) -> web.Response:
    """One's own password in place of the old one."""
    house = services(request)
    new = field(request, "new")
    if new != field(request, "repeated"):
        return page(request, "password.html", status=400, error="De to nye adgangskoder er ikke ens.")
    account, now = session(request).account, house.clock.now()
    flaw = await house.accounts.change_password(account, field(request, "old"), new, now)
    if flaw is not None:
        return page(request, "password.html", status=400, error=PASSWORD_FLAWS[flaw])
    # Every session ended with the old password; this one goes on under a new cookie.
    again = await house.accounts.log_in(account.municipality, account.login, new, now)
    response = see_other(f"{HOME[account.role]}?did=password")
    if isinstance(again, LoggedIn):
        let_in(response, again.token, secure=house.secure)
    return response


ROUTES = (
    Route("GET", "/", home, EVERYBODY),
    Route("GET", "/login", show_log_in, PUBLIC),
    Route("POST", "/login", log_in, PUBLIC),
    Route("POST", "/logout", log_out, ANY_TIME),
    Route("GET", "/password", show_password, ANY_TIME),
    Route("POST", "/password", change_password, ANY_TIME),
)
