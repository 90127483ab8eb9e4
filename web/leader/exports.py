"""The files: the same exports as on the command line, for one's own municipality."""

from aiohttp import web

from reports.exports import EXPORTS, build
from reports.query import ExportQuery, ExportRefused, parse_by
from reports.tables import Table
from reports.writers import Format, write
from web.leader.uptake import GROUPS, asked, targets
from web.rendering import page
from web.routes import LEADERS, Route
from web.services import services, settings

NAMES: dict[str, tuple[str, str]] = {
    "uptake": ("Tilslutning", "Tilbudte, ja, nej og holdte besøg, med mål og sammenligning."),
    "declines": ("Årsager til nej", "Hver årsag, talt af alle afslag."),
    "outcomes": ("Invitationer", "En række for hver invitation, så hvert tal kan følges tilbage."),
    "bookings": ("Aftaler", "En række for hvert besøg, også flyttede og aflyste."),
    "evaluation": ("Evaluering", "De offentliggjorte tabellers tal, et nøgletal pr. række."),
    "presence": (
        "Tilstedeværelse",
        "En række for hver tid i et dagtilbud: hørte om den, aftalte, kom forbi.",
    ),
    "messages": ("Beskeder", "Antal beskeder og sms-dele pr. måned."),
}

FORMS: dict[str, tuple[Format, str]] = {
    "csv": (Format.CSV_DK, "text/csv"),
    "xlsx": (Format.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (Format.JSON, "application/json"),
}
"""A file's ending: what is written and its type. A leader's CSV is double-clicked, so it is the one Excel opens."""


async def show(request: web.Request) -> web.Response:
    """What can be had, for which days."""
    names = {name: NAMES.get(name, (name, "")) for name in EXPORTS}
    return page(request, "exports.html", period=asked(request), names=names, exports=EXPORTS, groups=GROUPS)


async def download(request: web.Request) -> web.Response:
    """One export as a file."""
    name, form = request.match_info["name"], request.match_info["form"]
    if name not in EXPORTS or form not in FORMS:
        raise web.HTTPNotFound
    place, period = settings(request), asked(request)
    by = parse_by(period.by) if EXPORTS[name].divides else ()
    query = ExportQuery(
        first=period.first,
        last=period.last,
        municipalities=(place.key,),
        by=() if isinstance(by, ExportRefused) else by,
        public="public" in request.query and not EXPORTS[name].not_public,
        targets={(place.key, key): goal for key, goal in targets(request).items()},
        zone=place.zone,
    )
    made = await services(request).database.read(lambda connection: build(name, connection, query))
    if not isinstance(made, Table):
        raise web.HTTPBadRequest
    file = f"{name}-{place.key}-{period.first}-{period.last}.{form}"
    written, content_type = FORMS[form]
    return web.Response(
        body=write(made, written),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


ROUTES = (
    Route("GET", "/exports", show, LEADERS),
    Route("GET", "/exports/{name}.{form}", download, LEADERS),
)
