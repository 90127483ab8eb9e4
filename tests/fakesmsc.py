"""Kannel's own `fakesmsc` program for an operator: it brings one text from a phone and prints what the phone is sent.

It does not decode a text and sends its messages in no order, so that a conversation takes one run for each text.
"""

import asyncio
import re
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import unquote_plus

from tests.kannel import OUR_NUMBER, PATIENCE, Kannel, until_operator_is
from tests.needs import need

_ARRIVED = re.compile(rf"{OUR_NUMBER} (\S+) text (.*)")


class Operator:
    """A running `fakesmsc`: what it prints as delivered to phones."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def delivers(self, number: str, beginning: str) -> str:
        """The line in which it tells of a text to this phone that holds these words."""
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            while line := await self._process.stdout.readline():
                told = _ARRIVED.search(line.decode("utf-8", "replace"))
                if told and told[1] == number and beginning in (text := unquote_plus(told[2])):
                    return text
        raise AssertionError(f"fakesmsc ended without {beginning!r}")


@asynccontextmanager
async def operator(kannel: Kannel, number: str, text: str) -> AsyncIterator[Operator]:
    """Kannel's operator is the real `fakesmsc`, over which one phone sends one text; the phones' air is switched off."""
    await kannel.air.disconnect()
    process = await asyncio.create_subprocess_exec(
        need("fakesmsc"),
        *("-H", "127.0.0.1", "-r", str(kannel.air.port), "-i", "0.1", "-m", "1"),
        f"{number} {OUR_NUMBER} text {text}",
        stdout=PIPE,
        stderr=STDOUT,
    )
    try:
        await until_operator_is(kannel.settings, online=True)
        yield Operator(process)
    finally:
        process.kill()
        await process.wait()
        await until_operator_is(kannel.settings, online=False)
