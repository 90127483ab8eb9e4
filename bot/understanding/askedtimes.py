"""What a family means that was asked which times suit, when it answers something else.

"When would it suit you?" is answered with a cry for help, a STOP, a no or a question like any other message. The rules
read the times; what else is said is weighed as if two times had been offered and none of them were printed.
"""

from bot.understanding.deciding import decide
from bot.understanding.message import Message
from bot.understanding.weighing import weigh
from bot.understanding.wished import time_at_the_end, weigh_wish
from domain.replies import (
    Ack,
    Cancel,
    ChangeLanguage,
    Distress,
    Later,
    MovedAway,
    No,
    Other,
    Reply,
    Start,
    Stop,
    Unclear,
    WantsInfo,
    WantsPerson,
    When,
    WrongNumber,
    Yes,
)

_ALARMS = (Distress, Stop)
_SAID_INSTEAD = (
    Ack,
    ChangeLanguage,
    Later,
    MovedAway,
    No,
    Start,
    Unclear,
    WantsInfo,
    WantsPerson,
    WrongNumber,
)
"""What may be said instead of a time; a yes chooses none."""

_SAID_BESIDE = (MovedAway, WrongNumber)
"""The same where times are named that the rules would ask back: "we moved in March"."""


def weigh_answer(message: Message, proposal: Reply, offered: Message, guess: Reply) -> tuple[Reply, bool]:
    """The reply that stands where times were asked for, and whether it is another than ``proposal``.

    ``offered`` and ``guess`` are the same words and what the rules read in them, had times been offered.
    """
    heard, _ = weigh(offered, guess)
    if isinstance(heard, _ALARMS):
        return heard, heard != proposal
    if isinstance(proposal, _ALARMS):
        if isinstance(heard, WantsPerson):
            return heard, True
        proposal = decide(message)
    reply, by_ear = weigh_wish(message, proposal)
    if isinstance(reply, When):
        return reply, by_ear
    if isinstance(heard, When | Unclear) and (closing := time_at_the_end(message)):
        return When(closing), not isinstance(proposal, When)
    if isinstance(heard, _SAID_BESIDE if message.named else _SAID_INSTEAD):
        return heard, heard != proposal
    if isinstance(heard, Other) and not isinstance(reply, Other):
        # A time that nobody could read sounds like "other times", too.
        return Unclear(), not isinstance(proposal, Unclear)
    if reply == Yes() or isinstance(reply, No | Cancel):
        return Unclear(), True  # there is nothing to say yes to, and a no has to be heard, too
    return reply, by_ear
