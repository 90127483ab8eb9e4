"""Who waits for a human, and the conversation itself: read, answer, hand back."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web
from sqlalchemy import Connection

from bot.desk import Done, Refused
from bot.desk_conversation import MOST_LETTERS, answer_family, finish_task, hand_back, tidy
from bot.desk_linking import ChatCode, make_chat_code
from bot.messages.segments import measure
from domain.decisions import TaskKind
from domain.ids import DANISH, FamilyId, GuardianId, Language, TaskId
from storage.read_models.conversation import (
    Line,
    Offered,
    OpenTask,
    StaffAnswers,
    conversation,
    offered,
    open_tasks,
    staff_answers,
)
from storage.read_models.desk import Visit, task_in_scope, visits_of_family, waiting
from storage.read_models.households import Household, Scope, household
from storage.read_models.wishes import Wishes, family_wishes
from web.access import field, number
from web.advising import advice, has_seen
from web.nurse.acting import CONVERSATIONS, act, back, leave_a_trace, look
from web.nurse.offering import about_offers
from web.rendering import fragment, page
from web.routes import NURSES, Route, Staff
from web.services import services, session, settings

LATEST = 6
"""How many messages are shown at once; the earlier ones are folded away above them."""


@dataclass(frozen=True, slots=True)
class Said:
    """One message with the names it came from, or went to: one text to both parents is shown once."""

    line: Line
    who: str


PageParts = tuple[Household, list[Line], list[OpenTask], list[Visit], list[Offered], int, Wishes]


async def show_list(request: web.Request) -> web.Response:
    """The conversations that wait, those in need on top."""
    tasks, count = await look(request, lambda connection, mine: waiting(connection, mine, CONVERSATIONS))
    await leave_a_trace(request, "waiting", [task.family.id for task in tasks if task.family])
    show = fragment if "HX-Request" in request.headers else page
    template = "waiting_list.html" if "HX-Request" in request.headers else "waiting.html"
    return show(request, template, tasks=tasks, waiting=count)


async def show_family(request: web.Request) -> web.Response:
    """One family with everything that was said."""
    return await _family_page(request, FamilyId(number(request, "family")))


async def _family_page(
    request: web.Request,
    family: FamilyId,
    *,
    status: int = 200,
    text: str = "",
    warnings: tuple[str, ...] = (),
    to: int = 0,
    language: str = "",
    answered_by: str = "",
    code: ChatCode | None = None,
) -> web.Response:
    def read(connection: Connection, mine: Scope) -> PageParts | None:
        found = household(connection, mine, family)
        if found is None:
            return None
        return (
            found,
            conversation(connection, family),
            open_tasks(connection, family),
            visits_of_family(connection, family),
            offered(connection, family),
            staff_answers(connection, family).count,
            family_wishes(connection, family),
        )

    parts, count = await look(request, read)
    if parts is None:
        raise web.HTTPNotFound
    await leave_a_trace(request, "conversation", [family])
    home, said, tasks, visits, invitations, seen, wishes = parts
    shown = told_once(said, home)
    speaker = next((line.guardian for line in reversed(said) if line.from_family), None)
    return page(
        request,
        "family.html",
        status=status,
        home=home,
        earlier=shown[:-LATEST],
        latest=shown[-LATEST:],
        tasks=tasks,
        is_ours=any(task.kind in (TaskKind.HAND_OVER, TaskKind.DISTRESS) for task in tasks),
        visits=visits,
        invitations=invitations,
        **about_offers(request, wishes),
        speaker=to or speaker,
        text=text,
        parts=measure(text).parts if text else 0,
        warnings=warnings,
        answered_by=answered_by,
        seen=seen,
        code=code,
        language=language or DANISH,
        waiting=count,
        now=services(request).clock.now(),
    )


def told_once(said: Sequence[Line], home: Household) -> list[Said]:
    """The messages with names; what went to both parents in the same minute is one."""
    names = {one.id: one.name for one in home.people}
    only_one = len(home.people) < 2
    shown: list[Said] = []
    for line in said:
        who = "" if only_one or line.guardian is None else names.get(line.guardian, "")
        before = shown[-1] if shown else None
        if before is not None and _same(before.line, line):
            both = " og ".join(name for name in (before.who, who) if name)
            shown[-1] = Said(before.line, both)
        else:
            shown.append(Said(line, who))
    return shown


def _same(one: Line, other: Line) -> bool:
    if one.from_family or other.from_family or one.state is not other.state:
        return False
    return one.text == other.text and abs((one.at - other.at).total_seconds()) < 60


async def answer(request: web.Request) -> web.Response:
    """Send what she wrote; words to think about are shown first, and she may send all the same."""
    family, to = FamilyId(number(request, "family")), field(request, "to")
    if not to.isdigit():
        raise web.HTTPBadRequest
    home, _ = await look(request, lambda connection, mine: household(connection, mine, family))
    if home is None:
        raise web.HTTPNotFound
    text, language = tidy(field(request, "text")), Language(field(request, "language"))
    if language not in settings(request).languages:
        language = DANISH
    warnings = advice(text, language, _personal(home)) if len(text) <= MOST_LETTERS else ()
    if not has_seen(warnings, field(request, "sure")):
        return await _family_page(
            request, family, text=text, warnings=warnings, to=int(to), language=language
        )
    seen = field(request, "seen")
    result = await act(
        request,
        lambda desk: answer_family(
            desk, family, GuardianId(int(to)), text, language, int(seen) if seen.isdigit() else None
        ),
    )
    if result is Refused.ANSWERED:
        return await _answered_already(request, family, text, int(to), language)
    return back(f"/families/{family}", result, "sent")


async def _answered_already(
    request: web.Request, family: FamilyId, text: str, to: int, language: Language
) -> web.Response:
    """Somebody was faster: who it was, and one's own text, unsent. A second press of one's own is done."""

    def read(connection: Connection, _: Scope) -> tuple[StaffAnswers, str | None]:
        written = [line.text for line in conversation(connection, family) if line.by_staff]
        return staff_answers(connection, family), written[-1] if written else None

    (last, last_text), _ = await look(request, read)
    mine = last.account == session(request).account.id
    if mine and last_text == text:
        return back(f"/families/{family}", Done(), "sent")
    who = "Du" if mine else last.name or "En kollega"
    return await _family_page(
        request, family, status=409, text=text, to=to, language=language, answered_by=who
    )


async def new_code(request: web.Request) -> web.Response:
    """A one-time code for a parent's Telegram, on the page that answers: it stands in no address and is shown once."""
    family, guardian = FamilyId(number(request, "family")), GuardianId(number(request, "guardian"))
    home, _ = await look(request, lambda connection, mine: household(connection, mine, family))
    if home is None or guardian not in {one.id for one in home.people}:
        raise web.HTTPNotFound
    made = await act(request, lambda desk: make_chat_code(desk, family, guardian))
    if isinstance(made, Refused):
        return back(f"/families/{family}", made, "code")
    return await _family_page(request, family, code=made)


def _personal(home: Household) -> list[str]:
    """What no text to this family holds: its children's names and its address, whole or in part."""
    names = [name for name, _ in home.children if name.strip()]
    first = [name.split()[0] for name in names]
    return [*names, *first, *(part.strip() for part in home.address.split(",") if part.strip())]


async def give_back(request: web.Request) -> web.Response:
    """The automation has the conversation again."""
    family = FamilyId(number(request, "family"))
    home, _ = await look(request, lambda connection, mine: household(connection, mine, family))
    if home is None:
        raise web.HTTPNotFound
    return back("/waiting", await act(request, lambda desk: hand_back(desk, family)), "handed-back")


async def finish(request: web.Request) -> web.Response:
    """Somebody has seen to it."""
    task = TaskId(number(request, "task"))
    family, _ = await look(request, lambda connection, mine: task_in_scope(connection, mine, task))
    if family is None:
        raise web.HTTPNotFound
    result = await act(request, lambda desk: finish_task(desk, task))
    return back("/calls" if field(request, "from") == "calls" else "/waiting", result, "finished")


ROUTES = (
    Route("GET", "/waiting", show_list, NURSES),
    Route("GET", "/waiting/list", show_list, Staff(NURSES.roles, by_itself=True)),
    Route("GET", "/families/{family}", show_family, NURSES),
    Route("POST", "/families/{family}/answer", answer, NURSES),
    Route("POST", "/families/{family}/people/{guardian}/telegram-code", new_code, NURSES),
    Route("POST", "/families/{family}/hand-back", give_back, NURSES),
    Route("POST", "/tasks/{task}/done", finish, NURSES),
)
