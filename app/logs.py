"""One canonical line per unit of work; never a phone number, a name or the text of a message."""

import logging
import sys

import structlog

from app.settings.values import LogFormat, LogLevel


def set_up_logs(level: LogLevel, form: LogFormat) -> None:
    """JSON lines for machines, readable lines for a terminal; libraries that print addresses are kept quiet."""
    number = getattr(logging, level.upper())
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr, format="%(name)s %(message)s")
    for talkative in ("httpx", "httpcore", "telegram", "aiohttp.access", "apscheduler"):
        # httpx prints whole addresses at INFO, and Telegram's address holds the token.
        logging.getLogger(talkative).setLevel(logging.WARNING)
    finish = (
        structlog.processors.JSONRenderer()
        if form is LogFormat.JSON
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            finish,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
