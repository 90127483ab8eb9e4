"""The core of the command ``interpret``: one JSON line in, one out, as the outward contract names them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from bot.understanding.reading import read
from domain import replies as r
from domain.ids import DANISH, LANGUAGES, Language
from domain.reasons import DeclineReason

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

_SIMPLE: dict[type[object], str] = {
    r.Other: "other",
    r.Cancel: "cancel",
    r.Stop: "stop",
    r.Start: "start",
    r.WantsPerson: "person",
    r.WantsInfo: "info",
    r.WrongNumber: "wrong_number",
    r.MovedAway: "moved_away",
    r.Distress: "distress",
    r.Ack: "ack",
    r.Unclear: "unclear",
    r.NotText: "unclear",
}


class BadLineError(ValueError):
    """An input line that cannot be read; its message says what to write instead."""


def interpret_line(
    line: Mapping[str, Any], *, zone: tzinfo = COPENHAGEN, explain: bool = False
) -> dict[str, Any]:
    """One input line of the contract to one output line; ``explain`` adds the deciding words as ``because``.

    Where the learned judgement decided otherwise than the rules, ``explain`` says so: ``"decided_by": "sound"``.

    Raises BadLineError when a field is missing or has a value the contract does not know.
    """
    reading = read(
        _text(line),
        language=_language(line),
        expecting=_expecting(line),
        options=_options(line.get("options") or (), zone),
        now=_time(line.get("now"), zone, "now"),
    )
    answer: dict[str, Any] = {"id": line["id"]} if "id" in line else {}
    answer |= contract_of(reading.reply, _expecting(line), zone)
    if reading.language is not None and "language" not in answer:
        answer["written_in"] = reading.language
    if explain:
        answer["because"] = list(reading.because)
        if reading.by_ear:
            answer["decided_by"] = "sound"
    return answer


def contract_of(reply: r.Reply, expecting: r.Expecting, zone: tzinfo = COPENHAGEN) -> dict[str, Any]:
    """A reply in the contract's words; a yes on a condition is a wish, so that nobody books it as it is."""
    if (simple := _SIMPLE.get(type(reply))) is not None:
        return {"intent": simple}
    match reply:
        case r.Yes(wishes):
            return {"intent": "when", "when": _when(wishes, zone)} if wishes else {"intent": "yes"}
        case r.No(reason, wishes):
            return {"intent": "no", **_reason(reason), **_when_key(wishes, zone)}
        case r.Picked(number):
            return {"intent": "option" if expecting is r.Expecting.REASON else "pick", "option": number}
        case r.When(wishes):
            return {"intent": "when", "when": _when(wishes, zone)}
        case r.Later(wishes):
            return {"intent": "later", **_when_key(wishes, zone)}
        case r.Move(wishes):
            return {"intent": "move", **_when_key(wishes, zone)}
        case r.GaveReason(reason):
            return {"intent": "reason", **_reason(reason)}
        case r.Rated(rating):
            return {"intent": "rating", "rating": rating}
        case r.ChangeLanguage(language):
            return {"intent": "language", **({"language": language} if language else {})}
    raise TypeError(type(reply))


def _reason(reason: DeclineReason | None) -> dict[str, str]:
    return {"reason": reason.value} if reason is not None else {}


def _when_key(wishes: r.Wishes, zone: tzinfo) -> dict[str, Any]:
    return {"when": _when(wishes, zone)} if wishes else {}


def _when(wishes: r.Wishes, zone: tzinfo) -> list[dict[str, str]]:
    return [{"from": _local(wish.start, zone), "to": _local(wish.end, zone)} for wish in wishes]


def _local(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")


def _text(line: Mapping[str, Any]) -> str:
    text = line.get("text")
    if not isinstance(text, str):
        raise BadLineError('"text" is missing: write the reply as {"text": "ja tak", …}')
    return text


def _language(line: Mapping[str, Any]) -> Language:
    language = line.get("language") or DANISH
    if language not in LANGUAGES:
        raise BadLineError(f'"language" must be one of {" ".join(LANGUAGES)}')
    return Language(language)


def _expecting(line: Mapping[str, Any]) -> r.Expecting:
    try:
        return r.Expecting(line.get("expecting") or "idle")
    except ValueError:
        raise BadLineError(f'"expecting" must be one of {" ".join(r.Expecting)}') from None


def _time(value: object, zone: tzinfo, field: str) -> datetime:
    """A local time of the municipality; with an offset it is converted, without a value it is this minute."""
    if value is None:
        return datetime.now(zone)
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise BadLineError(f'"{field}" must be a time such as 2026-05-04T10:00') from None
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def _options(options: Sequence[Mapping[str, Any]], zone: tzinfo) -> tuple[r.Option, ...]:
    return tuple(_option(option, zone) for option in options)


def _option(option: Mapping[str, Any], zone: tzinfo) -> r.Option:
    try:
        number = int(option["number"])
        reason = DeclineReason(option["reason"]) if option.get("reason") else None
    except (KeyError, TypeError, ValueError):
        raise BadLineError(
            'an option is {"number": 1, "start": …} or {"number": 1, "reason": code}'
        ) from None
    start = _time(option["start"], zone, "start") if option.get("start") else None
    return r.Option(number, start, reason)
