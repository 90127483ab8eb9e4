"""A real Kannel on loopback, with phones: bearerbox and smsbox run, and Kannel's fake SMS centre is the air.

    async with running_kannel("http://127.0.0.1:8080/webhooks/hedensted/kannel", folder) as kannel:
        channel = KannelChannel(kannel.settings, is_gsm7)
        kannel.phone("+4500000012").says("1")
        assert await kannel.phone("+4500000012").reads() == "Tak, vi ses onsdag kl. 10."

Kannel runs with `docs/operator/kannel.conf`, so what an operator is told is what is tested. The phones speak the
line protocol of Kannel's own `fakesmsc` program over one connection.
"""

import asyncio
import random
import re
import signal
import socket
from asyncio.subprocess import Process
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

import aiohttp

from bot.channels.kannel import KannelSettings
from tests.needs import need

CONFIGURATION = Path(__file__).parent.parent / "docs" / "operator" / "kannel.conf"
OUR_NUMBER = "4500009999"
PATIENCE = 15.0
_HEADER = re.compile(rb"(?:^|\n)" + OUR_NUMBER.encode() + rb" (\S+) (text|data|ucs-2|udh) ")


class Phone:
    """One family's phone; texts arrive whole, in the order in which they were sent."""

    def __init__(self, number: str, air: "Air") -> None:
        self.number = number
        self._air = air
        self._arrived: asyncio.Queue[str] = asyncio.Queue()

    def says(self, text: str) -> None:
        """Send a text to the municipality's number."""
        self._air.carry(self.number, text)

    async def reads(self, patience: float = PATIENCE) -> str:
        """The next text that arrived here; fails when none comes in time."""
        async with asyncio.timeout(patience):
            return await self._arrived.get()

    async def stays_silent(self, seconds: float) -> None:
        """Fails when a text arrives within so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                text = await self._arrived.get()
        except TimeoutError:
            return
        raise AssertionError(f"an unexpected text arrived: {text!r}")

    def arrives(self, text: str) -> None:
        """The air delivers a text."""
        self._arrived.put_nowait(text)


class Air:
    """The radio between the phones and Kannel: one connection to its fake SMS centre."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._phones: dict[str, Phone] = {}
        self._parts: defaultdict[tuple[str, bytes], dict[int, bytes]] = defaultdict(dict)
        self._writer: asyncio.StreamWriter | None = None
        self._listening: asyncio.Task[None] | None = None

    def phone(self, number: str) -> Phone:
        return self._phones.setdefault(number, Phone(number, self))

    async def connect(self) -> None:
        reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        self._listening = asyncio.create_task(self._listen(reader))

    async def disconnect(self) -> None:
        """The operator is out of order: what is sent now waits inside Kannel."""
        if self._writer is not None and self._listening is not None:
            self._writer.close()
            await asyncio.wait([self._listening], timeout=5)

    def carry(self, number: str, text: str) -> None:
        assert self._writer is not None, "no operator is connected"
        # A phone sends UCS-2 as soon as one letter is not in the GSM alphabet. Kannel's fake SMS centre takes
        # the others as UTF-8 on one line, so a text of several lines goes as UCS-2 too.
        plain = text.isprintable() and all(ord(letter) < 0x100 for letter in text)
        coded = text if plain else quote_from_bytes(text.encode("utf-16-be"))
        line = f"{number} {OUR_NUMBER} {'text' if plain else 'ucs2'} {coded}\n"
        self._writer.write(line.encode())

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        waiting = b""
        with suppress(ConnectionError):  # a killed Kannel does not say goodbye
            while chunk := await reader.read(65536):
                waiting += chunk
                if waiting.endswith(b"\n"):
                    self._deliver(waiting[:-1])
                    waiting = b""

    def _deliver(self, arrived: bytes) -> None:
        """Kannel writes a line for each message, but a text's own line breaks go out as they are."""
        headers = list(_HEADER.finditer(arrived))
        ends = [header.start() for header in headers[1:]] + [len(arrived)]
        for header, end in zip(headers, ends, strict=True):
            number, kind, content = header[1].decode(), header[2], arrived[header.end() : end]
            if kind == b"udh":
                self._deliver_part(number, content)
            elif kind == b"text":
                self.phone(number).arrives(content.decode())
            else:
                self.phone(number).arrives(_decode(_unquote(content)))

    def _deliver_part(self, number: str, content: bytes) -> None:
        """A part of a long text: information element 00, three bytes: reference, how many, which."""
        header, _, quoted = content.split(b" ", 2)
        length, element, _, reference, total, which = _unquote(header)[:6]
        assert (length, element) == (5, 0), "an unexpected user data header"
        parts = self._parts[number, bytes([reference, total])]
        parts[which] = _unquote(quoted)
        if len(parts) == total:
            self.phone(number).arrives(_decode(b"".join(parts[n] for n in sorted(parts))))
            parts.clear()


class Kannel:
    """A Kannel, its phones, and the settings with which we reach it."""

    def __init__(self, settings: KannelSettings, air: Air, programs: Mapping[str, int], folder: Path) -> None:
        self.settings = settings
        self.air = air
        self._programs = programs
        self._folder = folder
        self._running: list[Process] = []

    def phone(self, number: str) -> Phone:
        """The phone with this number: the same object each time."""
        return self.air.phone(number)

    async def start(self) -> None:
        """Start it, or start it again; done when the operator is connected."""
        for program, port in self._programs.items():
            self._running.append(await _start(program, self._folder / "kannel.conf", port))
        await self.air.connect()
        await until_operator_is(self.settings, online=True)

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it; with `SIGKILL` as a power cut would."""
        for process in self._running if how == signal.SIGKILL else reversed(self._running):
            await _stop(process, how)
        self._running.clear()
        await self.air.disconnect()


@asynccontextmanager
async def running_kannel(callback_url: str, folder: Path) -> AsyncIterator[Kannel]:
    """Start Kannel; `callback_url` is our webhook up to and with `/kannel`, `folder` takes its files."""
    admin, boxes, air_port, sendsms = _free_ports(4)
    settings = KannelSettings(
        username="thousand-days",
        password="only-for-tests",
        webhook_secret="shared-only-in-tests",
        sender=OUR_NUMBER,
        callback_url=callback_url,
        base_url=f"http://127.0.0.1:{sendsms}",
        status_url=f"http://127.0.0.1:{admin}",
        status_password="status-only-for-tests",
    )
    configured = _configured(settings, folder, (admin, boxes, air_port, sendsms))
    (folder / "kannel.conf").write_text(configured)
    kannel = Kannel(settings, Air(air_port), {"bearerbox": boxes, "smsbox": sendsms}, folder)
    try:
        await kannel.start()
        yield kannel
    finally:
        await kannel.stop()


async def until_operator_is(settings: KannelSettings, online: bool) -> None:
    """Wait until Kannel's status page says that its SMS centre is connected, or no longer."""
    url = f"{settings.status_url}/status.xml?password={settings.status_password}"
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
        while True:
            async with session.get(url) as answer:
                if ("<status>online" in await answer.text()) is online:
                    return
            await asyncio.sleep(0.05)


def _configured(settings: KannelSettings, folder: Path, ports: tuple[int, int, int, int]) -> str:
    """The operator's configuration on these ports, with Kannel's fake SMS centre for an operator."""
    for name in ("store", "dlr"):
        (folder / name).mkdir(exist_ok=True)
    admin, boxes, air_port, sendsms = ports
    ours: dict[str, dict[str, object]] = {
        "core": {
            "admin-port": admin,
            "status-password": settings.status_password,
            "smsbox-port": boxes,
            "store-location": folder / "store",
            "dlr-spool": folder / "dlr",
            "log-file": folder / "bearerbox.log",
            "log-level": 1,
            "sms-resend-freq": 1,
        },
        "smsc": {"smsc": "fake", "smsc-id": "phones", "port": air_port, "connect-allow-ip": "127.0.0.1"},
        "smsbox": {
            "sendsms-port": sendsms,
            "log-file": folder / "smsbox.log",
            "log-level": 1,
            "http-queue-delay": 1,
        },
        "sendsms-user": {"username": settings.username, "password": settings.password},
        "sms-service": {},
    }
    groups = []
    for group in CONFIGURATION.read_text().split("\ngroup = ")[1:]:
        name, *lines = group.splitlines()
        given = dict(line.split(" = ", 1) for line in lines if " = " in line and not line.startswith("#"))
        kept = {} if name == "smsc" else given
        written = {**kept, **{key: f'"{value}"' for key, value in ours[name].items()}}
        groups.append("\n".join([f"group = {name}", *(f"{key} = {value}" for key, value in written.items())]))
    text = "\n\n".join(groups) + "\n"
    return text.replace("<callback_url>", settings.callback_url).replace(
        "<webhook secret>", settings.webhook_secret
    )


async def _start(program: str, configuration: Path, port: int) -> Process:
    """Start a box and wait until it listens; its own log says why when it does not."""
    output = configuration.with_name(f"{program}.out")
    process = await asyncio.create_subprocess_exec(
        need(program), configuration, stdout=output.open("wb"), stderr=asyncio.subprocess.STDOUT
    )
    try:
        async with asyncio.timeout(PATIENCE):
            while process.returncode is None and not await _listens(port):  # noqa: ASYNC110, another program
                await asyncio.sleep(0.02)
    except TimeoutError:
        process.kill()
    if process.returncode is not None:
        said = output.read_text(errors="replace")[-2000:]
        raise RuntimeError(f"{program} did not start; it said:\n{said}")
    return process


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


async def _stop(process: Process, how: signal.Signals) -> None:
    if process.returncode is None:
        process.send_signal(how)
        try:
            await asyncio.wait_for(process.wait(), 2)
        except TimeoutError:
            process.kill()
            await process.wait()


def _free_ports(count: int) -> list[int]:
    """Ports nobody listens on now, all different, below those that a system gives to its own connections."""
    found: list[int] = []
    for port in random.sample(range(15_000, 32_000), 200):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            found.append(port)
        if len(found) == count:
            return found
    raise RuntimeError("no free ports for Kannel")


def _unquote(quoted: bytes) -> bytes:
    return unquote_to_bytes(quoted.replace(b"+", b" "))


def _decode(content: bytes) -> str:
    """Kannel's fake SMS centre hands on UTF-8 and UCS-2 alike as bytes and does not say which.

    In the scripts of our languages every UCS-2 text has a control byte (00, 04, 06 or 12 before each letter), and
    no text in the GSM alphabet has one but the line break.
    """
    ucs2 = any(byte < 0x20 and byte not in b"\n\r" for byte in content)
    return content.decode("utf-16-be" if ucs2 else "utf-8")
