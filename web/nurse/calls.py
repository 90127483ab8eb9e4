"""Letters to post and families to ring."""

from aiohttp import web

from bot.desk_conversation import CallResult, record_call
from domain.decisions import TaskKind
from domain.ids import TaskId
from domain.reasons import DeclineReason
from reports.reasons import DANISH_REASON
from storage.read_models.desk import task_in_scope, waiting
from web.access import field, number
from web.nurse.acting import act, back, leave_a_trace, look
from web.rendering import page
from web.routes import NURSES, Route
from web.services import settings

KINDS = (TaskKind.CALL, TaskKind.LETTER)


async def show(request: web.Request) -> web.Response:
    """The call list and the letters."""
    tasks, count = await look(request, lambda connection, mine: waiting(connection, mine, KINDS))
    await leave_a_trace(request, "calls", [task.family.id for task in tasks if task.family])
    return page(
        request,
        "calls.html",
        calls=[task for task in tasks if task.kind is TaskKind.CALL],
        letters=[task for task in tasks if task.kind is TaskKind.LETTER],
        max_calls=settings(request).cadence.max_calls,
        reasons=DANISH_REASON,
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
    family, _ = await look(request, lambda connection, mine: task_in_scope(connection, mine, task))
    if family is None:
        raise web.HTTPNotFound
    return back("/calls", await act(request, lambda desk: record_call(desk, task, result, reason)), result)


ROUTES = (Route("GET", "/calls", show, NURSES), Route("POST", "/tasks/{task}/call", say_result, NURSES))
