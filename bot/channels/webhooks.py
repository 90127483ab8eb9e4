"""What every gateway's webhook needs: a constant-time proof, and numbers, texts and times as we write them."""

import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from domain.ids import Number, OutboxId

_SURROGATE = re.compile("[\ud800-\udfff]")
_CODE = re.compile(r"[0-9A-Za-z_.-]{1,20}")


def same_secret(given: str | None, ours: str) -> bool:
    """Whether a caller knows our secret; takes as long for a near miss as for a far one. No secret: no one does."""
    if not ours or given is None:
        return False
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), ours.encode())


def e164(written: str, country: str = "45") -> Number:
    """A phone number as we write it, from "+45…", "0045…", "45…" or eight Danish digits; a name stays a name."""
    digits = re.sub(r"[ ()-]", "", written)
    if re.fullmatch(r"\+[0-9]+", digits):
        return Number(digits)
    if not re.fullmatch(r"[0-9]+", digits):
        return Number(readable(written).strip())
    if digits.startswith("00"):
        return Number("+" + digits[2:])
    if len(digits) == 8 and country == "45":
        return Number("+45" + digits)
    if len(digits) < 8:  # a short code, from which no family writes
        return Number(digits)
    return Number("+" + digits)


def readable(text: str) -> str:
    """A text as a database can hold it: no NUL, and half a surrogate pair shown as the replacement character."""
    return _SURROGATE.sub("\ufffd", text.replace("\x00", ""))


def moment(seconds: object) -> datetime | None:
    """A gateway's Unix time as an aware moment; None when it is none."""
    if isinstance(seconds, str):
        seconds = float(seconds) if re.fullmatch(r"\d{1,12}(\.\d{1,9})?", seconds) else None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def our_id(given: object) -> OutboxId | None:
    """Our own message id as a receipt carries it back; None when it is missing or not ours."""
    return OutboxId(int(given)) if isinstance(given, str) and re.fullmatch(r"[1-9]\d{0,17}", given) else None


def error_code(given: object) -> str:
    """A provider's error code, safe to log: a short word or number, else nothing."""
    if isinstance(given, bool) or not isinstance(given, str | int):
        return ""
    return str(given) if _CODE.fullmatch(str(given)) else ""


def json_object(body: bytes) -> Mapping[str, object] | None:
    """The JSON object of a webhook's body; None when it is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def raw_query(url: str) -> dict[str, bytes]:
    """A query's values as the bytes that were sent, whatever their encoding; of a repeated name the first."""
    pairs = parse_qsl(url.partition("?")[2].partition("#")[0], keep_blank_values=True, encoding="latin-1")
    return {name: value.encode("latin-1", "replace") for name, value in reversed(pairs)}
