"""The bot as one thing: what comes in is answered, what falls due is done, what waits is sent."""

from collections.abc import Mapping

from bot.conversing import Converser, House
from bot.course_desk import CourseDesk
from bot.due import DueKeeper
from bot.inbox import Inbox
from bot.outbox import Outbox
from bot.planning import Planner
from bot.presence_planning import plan_windows
from bot.presence_telling import PresenceTeller
from domain.channels import Channel, ChannelName, Medium
from domain.ids import Municipality
from domain.ports import Clock, Store


class Service:
    """The workers of the bot over one store; any number of hosts may run it beside each other."""

    def __init__(
        self,
        store: Store,
        house: House,
        channels: Mapping[tuple[Municipality, ChannelName], Channel],
        clock: Clock,
    ) -> None:
        self.store = store
        self.house = house
        self.clock = clock
        self.channels = channels
        self.inbox = Inbox(store, house.municipalities, channels, clock)
        self.converser = Converser(store, house, clock)
        self.due = DueKeeper(store, house, clock)
        self.planner = Planner(store, house, clock)
        self.presence = PresenceTeller(store, house, clock)
        self.outbox = Outbox(store, house, self._outward(), clock)

    def _outward(self) -> Mapping[tuple[Municipality, Medium], Channel]:
        """Which gateway carries each medium: for SMS the one the municipality chose."""
        outward: dict[tuple[Municipality, Medium], Channel] = {}
        for (municipality, name), channel in self.channels.items():
            chosen = self.house.municipalities[municipality].sms_channel
            if channel.medium is not Medium.SMS or chosen in (None, name):
                outward.setdefault((municipality, channel.medium), channel)
        return outward

    async def decide_courses(self) -> int:
        """Courses whose deadline has come are held, or wait for their leader's choice; returns how many."""
        now, decided = self.clock.now(), 0
        for municipality in self.house.municipalities:
            decided += await self.store.work(
                lambda unit, one=municipality: CourseDesk(unit, self.house, now, "clock").decide_due(one)  # type: ignore[misc]
            )
        return decided

    async def plan_presence(self) -> int:
        """The windows of the settings some weeks ahead; returns how many were planned."""
        now, planned = self.clock.now(), 0
        for municipality in self.house.municipalities:
            made = await self.store.work(
                lambda unit, one=municipality: plan_windows(unit, self.house, one, now, "clock")  # type: ignore[misc]
            )
            planned += len(made.windows)
        return planned

    async def settle(self) -> None:
        """Answer and send until nothing waits any more: a demo and a test go on from there."""
        while await self.converser.answer_waiting() or await self.outbox.send_waiting():
            pass

    async def catch_up(self) -> None:
        """Do everything that is due now, and what follows from it."""
        while await self.due.keep() or await self.presence.tell():
            pass
        await self.settle()
