"""``interpret``: how a reply is understood, for one text or for JSON lines."""

import json
import sys
from datetime import datetime

import click

from app.commands.common import Refusal


@click.command()
@click.argument("text", required=False)
@click.option("--language", default="da", show_default=True, help="The language we write to the family in.")
@click.option("--expecting", default="offer", show_default=True, help="What the family was last asked.")
@click.option("--now", help="The moment of the reply, local ISO time; default: now.")
@click.option("--explain", is_flag=True, help="Also say which words decided.")
def interpret(text: str | None, language: str, expecting: str, now: str | None, explain: bool) -> None:
    """How a reply is understood. Without TEXT, reads JSON lines from stdin and writes JSON lines."""
    from bot.understanding.interpreting import COPENHAGEN, BadLineError, interpret_line

    moment = now or datetime.now(COPENHAGEN).replace(tzinfo=None).isoformat(timespec="minutes")
    if text is not None:
        line = {
            "id": "1",
            "text": text,
            "language": language,
            "expecting": expecting,
            "now": moment,
            "options": [],
        }
        try:
            understood = interpret_line(line, explain=explain)
        except BadLineError as error:
            raise Refusal(str(error)) from error
        understood.pop("id", None)
        click.echo(json.dumps(understood, ensure_ascii=False))
        return
    for number, raw in enumerate(sys.stdin, start=1):
        if not raw.strip():
            continue
        try:
            given = {"language": language, "expecting": expecting, "now": moment, "options": []} | json.loads(
                raw
            )
            understood = interpret_line(given, explain=explain)
        except (ValueError, TypeError) as error:
            raise Refusal(f"line {number}: {error}") from error
        sys.stdout.write(json.dumps(understood, ensure_ascii=False) + "\n")
    sys.stdout.flush()
