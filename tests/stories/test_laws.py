"""Laws that hold whatever families write and however long they wait (SQLite; a few dozen lives a run)."""

import asyncio
import shutil
import tempfile
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from domain.contact_hours import Occasion, may_write_at
from domain.due import DueKind
from domain.outcomes import BookingState, InvitationState, booking_may_become, invitation_may_become
from storage import tables as t
from tests.story import COPENHAGEN, Town, danish_holiday, hedensted, sqlite_url, town_on

MOTHER, FATHER, NEIGHBOUR = "+4500000011", "+4500000012", "+4500000013"
PHONES = (MOTHER, FATHER, NEIGHBOUR)
"""Two parents of one family, and a neighbour who wants the same nurse's times."""

YES = ("1", "2", "ja tak", "onsdag passer fint", "har I noget efter kl. 16?")
NO = ("0", "nej tak", "nej tak vi har for travlt", "ikke nu, måske i august", "om en uge")
CHANGES = ("kan ikke", "vi er blevet syge", "flyt", "aflys", "3", "en anden tid", "2")
OTHERS = (
    *(
        "9",
        "👍",
        "tak",
        "hvad er det her?",
        "English please",
        "jeg vil gerne tale med et menneske",
        "asdf qwer",
    ),
    *("vi bor i Vejle nu", "forkert nummer", "jeg orker ikke livet mere", "STOP", "START", None),
)

says = st.tuples(
    # The mother writes most, so that conversations go deep.
    st.sampled_from((MOTHER, MOTHER, *PHONES)),
    st.sampled_from((YES, YES, NO, CHANGES, CHANGES, OTHERS)).flatmap(st.sampled_from),
)
waits = st.sampled_from((0.02, 0.5, 1, 2, 3, 5, 8, 13, 30))
lives = st.lists(st.one_of(says, says, says, waits), min_size=10, max_size=16)

PROACTIVE = frozenset(Occasion)
ASKED_FOR = "visit.asked_again"
"""The message a family asked for itself ("write again in August") is not one of the three."""


class Watch:
    """Looks at the whole town after every turn."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self._stopped: set[int] = set()
        self._frozen: set[int] = set()
        self._sent: set[int] = set()
        self._booked: dict[int, BookingState] = {}

    def looks(self) -> None:
        bookings = self.town.rows(t.booking)
        self._bookings(bookings)
        self._seats(bookings)
        self._outcomes()
        messages = self.town.rows(t.outbox)
        self._invitations(messages)
        self._proactive([row for row in messages if row.occasion in PROACTIVE])
        self._alternatives(messages)
        self._nothing_left_behind()

    def _bookings(self, bookings: list[Any]) -> None:
        active = [row for row in bookings if row.state == BookingState.BOOKED]
        for number in ("family_id", "invitation_id"):
            counts = Counter(getattr(row, number) for row in active)
            assert all(count == 1 for count in counts.values()), f"two active bookings of one {number}"
        for row in bookings:
            before = self._booked.get(row.id, BookingState.BOOKED)
            assert booking_may_become(before, BookingState(row.state)), f"{before} became {row.state}"
            self._booked[row.id] = BookingState(row.state)

    def _seats(self, bookings: list[Any]) -> None:
        holding = Counter(
            row.slot_id for row in bookings if row.state == BookingState.BOOKED and row.freed_at is None
        )
        for slot in self.town.rows(t.slot):
            assert slot.taken == holding[slot.id], "a time knows who has it"

    def _outcomes(self) -> None:
        now: dict[int, InvitationState] = defaultdict(lambda: InvitationState.PLANNED)
        for entry in self.town.rows(t.audit):
            kind, _, state = entry.event.partition(".")
            if kind == "invitation" and state in set(InvitationState):
                before, after = now[entry.invitation_id], InvitationState(state)
                assert invitation_may_become(before, after), f"{before} became {after}"
                now[entry.invitation_id] = after
        for row in self.town.rows(t.invitation):
            assert row.state == now[row.id], "every change of outcome is in the audit"
            assert (row.state == InvitationState.DECLINED) or row.reason is None

    def _invitations(self, messages: list[Any]) -> None:
        sent: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for row in messages:
            if row.occasion == Occasion.INVITATION and row.sent_at is not None:
                sent[row.invitation_id, row.guardian_id].append(row)
        for rows in sent.values():
            unasked = [row for row in rows if row.key != ASKED_FOR]
            assert len(unasked) <= 3, "at most three invitation messages"
            days = sorted(row.sent_at.astimezone(COPENHAGEN).date() for row in rows)
            assert all((later - earlier).days >= 5 for earlier, later in pairwise(days)), "five days apart"

    def _proactive(self, messages: list[Any]) -> None:
        for row in messages:
            if row.sent_at is None or row.id in self._sent:
                continue
            self._sent.add(row.id)
            allowed = may_write_at(
                row.sent_at, Occasion(row.occasion), self.town.settings.hours, COPENHAGEN, danish_holiday
            )
            assert allowed, f"{row.key} left at {row.sent_at.astimezone(COPENHAGEN):%a %d %b %H:%M}"
            assert row.guardian_id not in self._stopped, "written to after STOP"
            assert row.family_id not in self._frozen, "automation wrote to a family in need"
        self._stopped = {row.id for row in self.town.rows(t.guardian) if row.stopped_at is not None}
        self._frozen = {row.id for row in self.town.rows(t.family) if row.frozen_at is not None}

    def _alternatives(self, messages: list[Any]) -> None:
        offered = Counter(
            row.family_id
            for row in messages
            if row.key.startswith("alternative.")
            and row.key not in ("alternative.unclear", "alternative.call_coming")
        )
        assert all(count == 1 for count in offered.values()), "never a second alternative"

    def _nothing_left_behind(self) -> None:
        now = self.town.clock.now()
        assert set(self.town.rows(t.inbox, "state")) <= {"done", "quarantined"}, "a reply broke the program"
        assert [
            DueKind(row.kind) for row in self.town.rows(t.due) if row.done_at is None and row.at <= now
        ] == [], "what fell due was dealt with"


async def _live(town: Town, life: list[Any]) -> None:
    anna = town.nurse("Anna")
    start = town.clock.at.replace(tzinfo=None)
    town.times(
        anna,
        *(
            (start + timedelta(days=day, hours=hour)).isoformat()
            for day in range(8, 90, 6)
            for hour in (2, 9)
        ),
    )
    town.family(*PHONES[:2], nurse=anna)
    town.family(PHONES[2], nurse=anna)
    watch = Watch(town)
    await town.invite()
    watch.looks()
    for turn in life:
        match turn:
            case (phone, text):
                await town.says(phone, text)
            case days:
                await town.pass_days(days)
        watch.looks()
    await town.pass_days(60)
    watch.looks()


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)
@given(lives)
@example([(MOTHER, "1"), 1, (MOTHER, "aflys"), (NEIGHBOUR, "1"), (MOTHER, "ja tak"), (MOTHER, "1")])
@example([(MOTHER, "0"), (MOTHER, "2"), (MOTHER, "0"), (MOTHER, "ja tak"), (MOTHER, "0"), (MOTHER, "1")])
@example([(MOTHER, "nej tak vi har for travlt"), (MOTHER, "ja tak"), (FATHER, "nej tak"), (FATHER, "2")])
@example([(MOTHER, "1"), 8, (FATHER, "ja tak"), (FATHER, "1")])
@example([(MOTHER, "1"), (MOTHER, "vi er blevet syge"), (FATHER, "1"), (FATHER, "flyt"), 8, (FATHER, "1")])
@example([(MOTHER, "1"), (FATHER, "STOP"), 5, (MOTHER, "STOP"), 5, (FATHER, "START"), 30])
@example([(MOTHER, "1"), (MOTHER, "aflys"), (MOTHER, "jeg orker ikke livet mere"), (FATHER, "1"), 13])
def test_the_laws_hold_in_every_life(life: list[Any]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        with town_on(sqlite_url(folder), settings=hedensted()) as town:
            asyncio.run(_live(town, life))
    finally:
        shutil.rmtree(folder)
