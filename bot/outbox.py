"""Messages leave: claimed with a lease, sent in order for each phone, and what became of each is recorded.

At least once, with one exception that is documented (``docs/decisions/delivery.md``): an invitation whose send was
interrupted is not sent again, because a family must not be asked twice.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.board import Board
from bot.conversing import House
from bot.receipts import blocked, tell_nurse, undeliverable
from bot.unsent import take_back_unsent
from domain.channels import Channel, Interrupted, Medium, NumberBlocked, Outgoing, SendFailure
from domain.contact_hours import Occasion, next_allowed
from domain.ids import Municipality, Number
from domain.outcomes import MessageState
from domain.ports import Clock, Overtaken, SendRecord, Store, StoreUnavailable, UnitOfWork
from domain.records import SentMessage, Situation, Waiting

log = structlog.get_logger("outbox")

FEWEST, MOST = 20, 500
"""How many messages are claimed at once: what the gateways take in two seconds, so that an answer that comes
meanwhile does not wait long behind them."""
LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=30)
RECORD_PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 60.0)
"""Seconds between the tries to write down what has been sent; together less than the lease."""

_PROACTIVE = frozenset(Occasion)
_GONE_WRONG = frozenset({MessageState.DROPPED, MessageState.FAILED})


@dataclass(frozen=True, slots=True)
class SendResult:
    """What became of one try to send."""

    message: Waiting
    state: MessageState
    provider_id: str = ""
    error: str = ""
    again_at: datetime | None = None
    number_is_dead: bool = False
    has_blocked_us: bool = False


def wait_before(attempt: int) -> timedelta:
    """How long to wait after the ``attempt``-th failed try: 30 s, doubling, at most half an hour."""
    return min(FIRST_WAIT * int(2 ** min(attempt - 1, 12)), LONGEST_WAIT)


class Outbox:
    """Sends what waits, over the gateway of each municipality and medium."""

    def __init__(
        self,
        store: Store,
        house: House,
        channels: Mapping[tuple[Municipality, Medium], Channel],
        clock: Clock,
    ) -> None:
        self._store = store
        self._house = house
        self._channels = channels
        self._clock = clock
        fastest = max((channel.per_second for channel in channels.values()), default=0.0)
        self._batch = min(MOST, max(FEWEST, int(2 * fastest)))

    async def send_waiting(self, limit: int | None = None) -> int:
        """Send what is due; returns how many messages were dealt with. Safe to call from many hosts."""
        now = self._clock.now()
        claimed = await self._store.work(
            lambda unit: unit.claim_messages(now, now + LEASE, limit or self._batch)
        )
        if not claimed:
            return 0
        results = await self._send_all(self._sorted_out(claimed, now), now)
        await self._record_surely(results)
        return len(claimed)

    async def _record_surely(self, results: Sequence[SendResult]) -> None:
        """What the gateway has taken is written down, also when the database has to be waited for; else the message
        would be in doubt once its lease is over."""
        for pause in RECORD_PAUSES:
            try:
                return await self._store.work(lambda unit: self._record(unit, results, self._clock.now()))
            except StoreUnavailable as trouble:
                log.warning("record_waits", why=trouble.why, messages=len(results), seconds=pause)
            except Overtaken:
                log.info("record_overtaken", messages=len(results))
            await asyncio.sleep(pause)
        return await self._store.work(lambda unit: self._record(unit, results, self._clock.now()))

    def _sorted_out(self, claimed: Sequence[Waiting], now: datetime) -> list[Waiting | SendResult]:
        """What must not leave now is decided before anything is sent."""
        return [self._refusal(message, now) or message for message in claimed]

    def _refusal(self, message: Waiting, now: datetime) -> SendResult | None:
        if message.was_interrupted:
            return self._in_doubt(message, now)
        if message.expires_at is not None and message.expires_at <= now:
            return SendResult(message, MessageState.DROPPED, error="too_late")
        proactive = message.occasion in _PROACTIVE
        if proactive and message.not_wanted:
            return SendResult(message, MessageState.DROPPED, error="no_longer_wanted")
        if message.pointless:
            return SendResult(message, MessageState.DROPPED, error="pointless")
        if message.not_before is not None:
            return SendResult(message, MessageState.QUEUED, again_at=message.not_before)
        if not proactive:
            return None
        settings = self._house.municipalities[message.municipality]
        allowed = next_allowed(
            now, Occasion(message.occasion), settings.hours, settings.zone, self._house.holidays
        )
        if allowed > now:
            if message.expires_at is not None and message.expires_at <= allowed:
                return SendResult(message, MessageState.DROPPED, error="too_late")
            return SendResult(message, MessageState.QUEUED, again_at=allowed)
        return None

    def _in_doubt(self, message: Waiting, now: datetime) -> SendResult | None:
        """Interrupted on its way: an invitation stays in doubt, anything else is sent once more."""
        if message.occasion == Occasion.INVITATION or message.may_have_left:
            return SendResult(message, MessageState.IN_DOUBT, error="interrupted")
        return None

    async def _send_all(self, work: Sequence[Waiting | SendResult], now: datetime) -> list[SendResult]:
        """Phones beside each other, messages to one phone one after the other."""
        results = [one for one in work if isinstance(one, SendResult)]
        by_phone: dict[tuple[Medium, Number], list[Waiting]] = {}
        for one in work:
            if isinstance(one, Waiting):
                by_phone.setdefault((one.medium, one.address), []).append(one)
        sent = await asyncio.gather(*(self._send_in_order(messages, now) for messages in by_phone.values()))
        return results + [result for phone in sent for result in phone]

    async def _send_in_order(self, messages: list[Waiting], now: datetime) -> list[SendResult]:
        results = []
        for position, message in enumerate(messages):
            result = await self._send(message, now)
            results.append(result)
            if result.state is MessageState.QUEUED:
                rest = messages[position + 1 :]
                results += [SendResult(m, MessageState.QUEUED, again_at=result.again_at) for m in rest]
                break
        return results

    async def _send(self, message: Waiting, now: datetime) -> SendResult:
        channel = self._channels.get((message.municipality, message.medium))
        if channel is None:
            return SendResult(message, MessageState.QUEUED, error="channel_off", again_at=now + LONGEST_WAIT)
        out = Outgoing(message.id, message.municipality, message.address, message.text, message.attempts)
        try:
            sent = await channel.send(out)
        except SendFailure as failure:
            return self._failed(message, failure, now)
        except Exception as error:  # noqa: BLE001 - the others of the batch have left and must be recorded
            log.error("send_broke", outbox=message.id, error=type(error).__name__)
            return self._failed(message, Interrupted(), now)
        return SendResult(message, MessageState.SENT, provider_id=sent.provider_id)

    def _failed(self, message: Waiting, failure: SendFailure, now: datetime) -> SendResult:
        log.warning("send_failed", outbox=message.id, code=failure.code, attempt=message.attempts)
        twice = message.was_interrupted or message.may_have_left
        if failure.in_doubt and (twice or message.occasion == Occasion.INVITATION):
            return SendResult(message, MessageState.IN_DOUBT, error=failure.code)
        if failure.retry:
            again = now + (failure.retry_after or wait_before(message.attempts))
            return SendResult(message, MessageState.QUEUED, error=failure.code, again_at=again)
        shut_out = isinstance(failure, NumberBlocked)
        return SendResult(
            message,
            MessageState.FAILED,
            error=failure.code,
            number_is_dead=failure.stops_contact and not shut_out,
            has_blocked_us=shut_out,
        )

    def _record(self, unit: UnitOfWork, results: Sequence[SendResult], now: datetime) -> None:
        unit.record_sends([self._as_record(result) for result in results], now)
        situations = unit.situations(
            {r.message.family for r in results if r.message.family is not None and r.state in _GONE_WRONG}
        )
        board = Board(unit, self._house.municipalities, now)
        board.load(list(situations.values()))
        for result in results:
            if result.state is MessageState.DROPPED:
                log.info("message_dropped", outbox=result.message.id, why=result.error)
            if result.state is MessageState.FAILED and result.message.family in situations:
                self._give_up(unit, situations[result.message.family], result, now)
        for situation in situations.values():
            settings = self._house.municipalities[situation.family.municipality]
            for number in take_back_unsent(unit, situation, board, settings, self._house.holidays, now):
                log.info("invitation_not_written", invitation=number)

    def _give_up(self, unit: UnitOfWork, situation: Situation, result: SendResult, now: datetime) -> None:
        settings = self._house.municipalities[situation.family.municipality]
        message = _as_sent(result.message)
        if result.number_is_dead:
            undeliverable(unit, situation, message, settings, now)
        elif result.has_blocked_us:
            blocked(unit, situation, message, settings, now)
        else:
            tell_nurse(unit, situation, message, now)

    def _as_record(self, result: SendResult) -> SendRecord:
        message = result.message
        return (
            message.id,
            result.state,
            result.provider_id,
            result.error,
            result.again_at,
            self._channel_of(message),
            message.attempts,
        )

    def _channel_of(self, message: Waiting) -> str:
        channel = self._channels.get((message.municipality, message.medium))
        return channel.name if channel is not None else ""


def _as_sent(message: Waiting) -> SentMessage:
    return SentMessage(
        message.id,
        MessageState.FAILED,
        message.family,
        message.guardian,
        message.invitation,
        message.booking,
        message.address,
    )
