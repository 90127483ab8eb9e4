"""A chat becomes a guardian's own by a one-time code from a letter or a nurse; before that it learns nothing."""

import hashlib
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.knowing import has_no_phone
from bot.messages import keys
from bot.resuming import write_now_that_we_can
from bot.telling import Telling
from domain.channels import Medium
from domain.decisions import Say
from domain.ids import Municipality, Number
from domain.ports import UnitOfWork
from domain.records import (
    ANSWER,
    AnsweredReply,
    AuditEntry,
    Contact,
    Guardian,
    LinkCode,
    Situation,
    WaitingReply,
)
from domain.settings import MunicipalitySettings
from domain.texts import TextKey, Wording

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
DIGITS = "23456789"
"""No 0 and O, no 1, I and L: a code is read off paper and typed on a phone."""
CODE_LENGTH = 8
VALID_FOR = timedelta(days=14)
TRIES_A_DAY = 3
"""After so many wrong codes a sender is not answered, and nothing is looked up, until the next day."""

Choose = Callable[[str], str]
"""One of these characters, at random: ``secrets.choice``, or a test's own."""

_START = re.compile(r"\s*/start(?:@\w+)?(?:\s+(?P<rest>.+))?\s*", re.DOTALL)
_BETWEEN = re.compile(r"[\s\-]+")
# A code with a letter too many or too few is a try, too: the family hears that it is wrong, and tries again.
_LIKE_A_CODE = re.compile(r"(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{6,10}")


def make_code(unit: UnitOfWork, guardian: Guardian, now: datetime, choose: Choose = secrets.choice) -> str:
    """A new code for a guardian, to be printed on its letter or read out to it: valid for 14 days and once.

    Only its hash is kept, so it cannot be shown again: make another.
    """
    code = _draw(choose)
    unit.add_link_code(
        LinkCode(
            unit.new_id(),
            guardian.municipality,
            guardian.id,
            guardian.family,
            _code_hash(guardian.municipality, code),
            now,
            now + VALID_FOR,
        )
    )
    return code


def _draw(choose: Choose) -> str:
    """Letters and digits, at least one of each, so that no word is ever taken for a code."""
    while True:
        code = "".join(choose(LETTERS + DIGITS) for _ in range(CODE_LENGTH))
        if _LIKE_A_CODE.fullmatch(code):
            return code


def as_printed(code: str) -> str:
    """A code as it is easiest to read off paper: ``K7PW M3QA``."""
    return f"{code[:4]} {code[4:]}"


def written_code(text: str | None) -> str | None:
    """The code in a stranger's message (``/start CODE``, or the code alone), in capitals without spaces.

    None when the message is something else; what merely looks like a code counts as a try.
    """
    if text is None:
        return None
    started = _START.fullmatch(text)
    written = (started["rest"] or "") if started is not None else text
    squeezed = _BETWEEN.sub("", written).upper()
    if started is not None:
        return squeezed or None
    return squeezed if _LIKE_A_CODE.fullmatch(squeezed) else None


def sends_code(reply: WaitingReply) -> bool:
    """Whether a chat we know sends a code all the same, by ``/start CODE`` and nothing less."""
    if reply.medium is not Medium.TELEGRAM or reply.text is None:
        return False
    return _START.fullmatch(reply.text) is not None and written_code(reply.text) is not None


def answer_chat(
    reply: WaitingReply, unit: UnitOfWork, settings: MunicipalitySettings, telling: Telling, now: datetime
) -> None:
    """Answer a chat that is not a guardian's: link it by its code, or say how to, once and without any names."""
    code = written_code(reply.text)
    if code is None:
        if not unit.wrote_before(reply.municipality, reply.medium, reply.sender):
            _say_to_stranger(keys.LINK_ASK, reply, unit, settings, telling, now)
        _set_apart(reply, unit, now)
        return
    day = now.astimezone(settings.zone).date()
    sender = _sender_hash(reply)
    if unit.count_link_try(reply.municipality, reply.channel, sender, day) > TRIES_A_DAY:
        _set_apart(reply, unit, now)
        return
    if not _link(reply, code, unit, settings, telling, now):
        _say_to_stranger(keys.LINK_FAILED, reply, unit, settings, telling, now)
        _set_apart(reply, unit, now)


def _link(
    reply: WaitingReply,
    code: str,
    unit: UnitOfWork,
    settings: MunicipalitySettings,
    telling: Telling,
    now: datetime,
) -> bool:
    """Whether the code was good; a chat that is one guardian's does not become another's."""
    found = unit.open_link_code(reply.municipality, _code_hash(reply.municipality, code), now)
    if found is None or (reply.contact_open and reply.guardian not in (None, found.guardian)):
        return False
    situation = unit.situations([found.family]).get(found.family)
    guardian = situation.guardians.get(found.guardian) if situation is not None else None
    if situation is None or guardian is None or not unit.use_link_codes(found, now):
        return False
    _welcome(reply, situation, guardian, unit, settings, telling, now)
    return True


def _welcome(
    reply: WaitingReply,
    situation: Situation,
    guardian: Guardian,
    unit: UnitOfWork,
    settings: MunicipalitySettings,
    telling: Telling,
    now: datetime,
) -> None:
    """The guardian reads this chat from now on; a STOP of before is taken back, for it has just asked for messages."""
    chat = Contact(unit.new_id(), guardian.id, situation.family.id, reply.medium, reply.sender)
    had_no_phone = has_no_phone(situation)
    unit.link_contact(chat, settings.key)
    if had_no_phone:
        write_now_that_we_can(unit, situation, settings, telling.holidays, now)
    if guardian.stopped_at is not None:
        guardian = guardian._replace(stopped_at=None)
        unit.save_guardian(guardian)
    said = Say(Wording(keys.LINKED, {"service": settings.service_name}))
    telling.say(said, unit, situation, guardian, chat, settings, now)
    unit.add_audit(AuditEntry(settings.key, now, "family", "chat.linked", situation.family.id))
    unit.answered(
        AnsweredReply(reply.id, "done", guardian.id, situation.family.id, "Linked", "one-time code", now)
    )


def _set_apart(reply: WaitingReply, unit: UnitOfWork, now: datetime) -> None:
    unit.answered(AnsweredReply(reply.id, "quarantined", None, None, "stranger", "", now))


def _say_to_stranger(
    key: TextKey,
    reply: WaitingReply,
    unit: UnitOfWork,
    settings: MunicipalitySettings,
    telling: Telling,
    now: datetime,
) -> None:
    wording = Wording(key, {"service": settings.service_name, "phone": settings.office_phone})
    telling.write_to(reply.sender, reply.medium, wording, ANSWER, unit, settings, now)


def _code_hash(municipality: Municipality, code: str) -> str:
    return _hash(f"link:{municipality}:{code}")


def _sender_hash(reply: WaitingReply) -> str:
    sender: Number = reply.sender
    return _hash(f"sender:{reply.municipality}:{reply.medium}:{sender}")


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
