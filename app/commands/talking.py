"""``demo`` and ``chat``: the product on simulated phones."""

import sys
from datetime import datetime

import click

from app.commands.common import Refusal, moment, parsed


@click.command()
@click.option("--port", type=click.IntRange(0, 65_535), default=8080, show_default=True)
@click.option("--families", type=click.IntRange(0), help="How many families live in the demo.")
@click.option("--months", type=click.IntRange(0), help="How many months of history it has.")
@click.option("--at", callback=parsed(moment), help="Where its clock starts: 2026-05-04T08:00.")
def demo(port: int, families: int | None, months: int | None, at: datetime | None) -> None:
    """The whole product with simulated phones, on this machine alone, until Ctrl+C."""
    from app.demo.running import FAMILIES, MONTHS, CannotStart, run_demo

    try:
        run_demo(
            port,
            FAMILIES if families is None else families,
            MONTHS if months is None else months,
            at,
        )
    except CannotStart as refused:
        raise Refusal(str(refused)) from refused


@click.command()
@click.option("--language", default="da", show_default=True, help="The language of the family.")
@click.option("--offer", default="visit-18m", show_default=True, help="What it is offered.")
@click.option("--at", callback=parsed(moment), help="When it begins: 2026-05-04T08:00.")
def chat(language: str, offer: str, at: datetime | None) -> None:
    """Play a family's conversation: type what it writes; /next moves to the next message, /day a day on, /quit ends."""
    from app.chat import run_chat
    from app.stage import CannotPlay

    typed = sys.stdin.isatty()
    try:
        run_chat(sys.stdin, sys.stdout, language, offer, at, echo=not typed)
    except CannotPlay as refused:
        raise Refusal(str(refused)) from refused
