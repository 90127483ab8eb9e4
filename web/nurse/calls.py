"""Letters to post and families to ring."""

from collections.abc import Sequence
from datetime import timedelta

from aiohttp import web
from sqlalchemy import Connection

from bot.desk_calls import CallResult, record_call
from domain.decisions import TaskKind
from domain.ids import SlotId, TaskId
from domain.reasons import DeclineReason
from reports.reasons import DANISH_REASON
from storage.read_models.desk import OwnTime, WaitingTask, own_times, task_in_scope, waiting
from storage.read_models.households import Scope
from web.access import field, number
from web.nurse.acting import act, back, leave_a_trace, look
from web.rendering import page
from web.routes import NURSES, Route
from web.services import services, settings

KINDS = (TaskKind.CALL, TaskKind.LETTER)


async def show(request: web.Request) -> web.Response:
    """The call list and the letters."""
    now = services(request).clock.now()
    last = now + timedelta(days=settings(request).cadence.horizon_days)

    def read(connection: Connection, mine: Scope) -> tuple[list[WaitingTask], Sequence[OwnTime]]:
        times = own_times(connection, mine, now, last, now) if mine.nurse is not None else []
        return waiting(connection, mine, KINDS), times

    (tasks, times), count = await look(request, read)
    await leave_a_trace(request, "calls", [task.family.id for task in tasks if task.family])
    return page(
        request,
        "calls.html",
        calls=[task for task in tasks if task.kind is TaskKind.CALL],
        letters=[task for task in tasks if task.kind is TaskKind.LETTER],
        max_calls=settings(request).cadence.max_calls,
        reasons=DANISH_REASON,
        times=[one for one in times if not one.taken and not one.held],
        waiting=count,
    )


async def say_result(request: web.Request) -> web.Response:
    """What came of a call."""
    task = TaskId(number(request, "task"))
    if field(request, "result") not in set(CallResult):
        raise web.HTTPBadRequest
    result = CallResult(field(request, "result"))
    given = field(request, "reason")
    reason = DeclineReason(given) if given in set(DeclineReason) else None
    slot = field(request, "time")
    time = SlotId(int(slot)) if slot.isascii() and slot.isdigit() and len(slot) <= 18 else None
    family, _ = await look(request, lambda connection, mine: task_in_scope(connection, mine, task))
    if family is None:
        raise web.HTTPNotFound
    done = await act(request, lambda desk: record_call(desk, task, result, reason, time))
    return back("/calls", done, result)


ROUTES = (Route("GET", "/calls", show, NURSES), Route("POST", "/tasks/{task}/call", say_result, NURSES))
