"""What a nurse asks for on a family's page: an offer, a nurse the family wishes, what a visit came to for a child."""

from typing import Any

from aiohttp import web

from bot.desk import Done
from bot.desk_offers import ask_for_offer, register_child, wish_for_nurse
from domain.ids import BookingId, ChildId, FamilyId, NurseId, OfferKey
from domain.offers import StartedBy
from storage.read_models.desk import may_say_outcome
from storage.read_models.households import household
from storage.read_models.wishes import Wishes
from web.access import field, number
from web.nurse.acting import act, back, look, scope
from web.nurse.today import VISITORS
from web.routes import NURSES, Route
from web.services import services, settings


def about_offers(request: web.Request, wishes: Wishes) -> dict[str, Any]:
    """What the family's page shows of offers by hand and of wishes."""
    place = settings(request)
    partners = {one.ref for one in place.partners}
    return {
        "hand_offers": [
            key
            for key, offer in place.offers.items()
            if offer.enabled and offer.started_by is StartedBy.NURSE
        ],
        "waiting_offers": wishes.waiting,
        "wishes": wishes,
        "nurses": {key: name for key, (ref, name) in wishes.nurses.items() if ref not in partners},
    }


async def ask(request: web.Request) -> web.Response:
    """An offer begins now, or waits until nothing else is under way."""
    family = await _family(request)
    offer = OfferKey(field(request, "offer"))
    result = await act(request, lambda desk: ask_for_offer(desk, family, offer))
    begun = isinstance(result, Done) and result.told
    return back(f"/families/{family}", result, "offer-begun" if begun else "offer-waits")


async def wish(request: web.Request) -> web.Response:
    """Which nurse the family wants, and which it does not."""
    family = await _family(request)
    wanted, not_wanted = _nurse(request, "wanted"), _nurse(request, "not_wanted")
    result = await act(request, lambda desk: wish_for_nurse(desk, family, wanted, not_wanted))
    return back(f"/families/{family}", result, "nurse-wish")


async def register(request: web.Request) -> web.Response:
    """One of the children was seen, or was not."""
    family, booking = FamilyId(number(request, "family")), BookingId(number(request, "booking"))
    seen = field(request, "seen")
    child = seen or field(request, "not_seen")
    if not child.isdigit():
        raise web.HTTPBadRequest
    allowed = await services(request).database.read(
        lambda connection: may_say_outcome(connection, scope(request), family, booking)
    )
    if not allowed:
        raise web.HTTPNotFound
    result = await act(
        request, lambda desk: register_child(desk, family, booking, ChildId(int(child)), bool(seen))
    )
    return back(f"/today#v{booking}", result, "child")


async def _family(request: web.Request) -> FamilyId:
    """The family of the address, if the one who is logged in may see it."""
    family = FamilyId(number(request, "family"))
    home, _ = await look(request, lambda connection, mine: household(connection, mine, family))
    if home is None:
        raise web.HTTPNotFound
    return family


def _nurse(request: web.Request, name: str) -> NurseId | None:
    text = field(request, name)
    if text and not text.isdigit():
        raise web.HTTPBadRequest
    return NurseId(int(text)) if text else None


ROUTES = (
    Route("POST", "/families/{family}/offers", ask, NURSES),
    Route("POST", "/families/{family}/nurse-wish", wish, NURSES),
    Route("POST", "/families/{family}/visits/{booking}/child", register, VISITORS),
)
