"""One gateway's HTTP line: requests out, and a broken line told as what happens now with the message."""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp

from domain.channels import (
    ChannelHealth,
    ChannelMisconfigured,
    GatewayDown,
    Interrupted,
    MessageRefused,
    NumberInvalid,
    SendFailure,
    TooFast,
)
from domain.ids import Number

# A connection that waited longer than this is not used again: a gateway that closes it just as our request
# leaves would put a message in doubt for nothing. Gateways keep idle connections for a minute or so.
_IDLE_SECONDS = 4.0
_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a gateway answered; ``retry_after`` when it told us how long to wait. The body may name a person."""

    status: int
    body: bytes = field(repr=False)
    retry_after: timedelta | None = None

    @property
    def ok(self) -> bool:
        """Whether the gateway took the request."""
        return 200 <= self.status < 300

    def json(self) -> Mapping[str, object]:
        """The answer's JSON object; empty when it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class HttpLine:
    """A session with one gateway, opened with the first request and kept for the channel's life."""

    def __init__(self, answer_seconds: float = _ANSWER_SECONDS) -> None:
        self._answer_seconds = answer_seconds
        self._session: aiohttp.ClientSession | None = None

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Ask once; never again by itself. Raises ``GatewayDown`` when nothing left us, else ``Interrupted``."""
        try:
            async with self._open().request(
                method, url, headers=headers, data=body, allow_redirects=False
            ) as answer:
                return Answer(
                    answer.status, await answer.read(), _retry_after(answer.headers.get("Retry-After"))
                )
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError):
            raise ChannelMisconfigured("base_url is not an http address") from None
        except aiohttp.ClientConnectorError as error:
            raise GatewayDown(f"no connection ({type(error).__name__})") from None
        except aiohttp.ConnectionTimeoutError:
            raise GatewayDown("no connection in time") from None
        except TimeoutError:
            raise Interrupted("no answer in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise Interrupted(f"connection lost ({type(error).__name__})") from None

    async def close(self) -> None:
        """Hang up; the next request opens a new session."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=32, keepalive_timeout=_IDLE_SECONDS),
                timeout=aiohttp.ClientTimeout(
                    total=_CONNECT_SECONDS + self._answer_seconds,
                    sock_connect=_CONNECT_SECONDS,
                    sock_read=self._answer_seconds,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


def phone_number(to: Number) -> str:
    """A number an SMS can go to, "+" and digits; anything else never leaves us."""
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", to):
        raise NumberInvalid("not a phone number")
    return str(to)


def basic_auth(user: str, password: str) -> str:
    """The ``Authorization`` header of a user name and password."""
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode("ascii")


def failure(answer: Answer, code: str = "") -> SendFailure:
    """What an answer means for the message where the gateway's own ``code`` says no more than the status."""
    detail = f"HTTP {answer.status}" + (f", code {code}" if code else "")
    match answer.status:
        case 429:
            return TooFast(detail, answer.retry_after)
        case 400 | 413 | 414 | 422:
            return MessageRefused(detail)
        case 408:
            return GatewayDown(detail)
        case 504:  # a proxy stopped waiting for a gateway that may well have sent the message
            return Interrupted(detail)
        case status if status >= 500:
            return GatewayDown(detail, answer.retry_after)
        case _:
            return ChannelMisconfigured(detail)


def unwell(gateway: str, why: SendFailure) -> ChannelHealth:
    """A failed health check as a sentence for an administrator."""
    if isinstance(why, ChannelMisconfigured):
        return ChannelHealth(False, f"{gateway} refuses us ({why.detail}): check its address and credentials")
    return ChannelHealth(False, f"{gateway} does not answer ({why.detail}): messages wait until it does")


def _retry_after(header: str | None) -> timedelta | None:
    if header is None or not header.strip().isdecimal():
        return None
    return timedelta(seconds=min(int(header), 86_400))
