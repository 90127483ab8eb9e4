"""``python -m app.demo``: the demo without the command line around it."""

from datetime import datetime

import click

from app.demo.running import FAMILIES, MONTHS, PORT, CannotStart, run_demo


@click.command()
@click.option("--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True)
@click.option("--families", type=click.IntRange(0), default=FAMILIES, show_default=True)
@click.option("--months", type=click.IntRange(0), default=MONTHS, show_default=True)
@click.option("--at", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]))
def main(port: int, families: int, months: int, at: datetime | None) -> None:
    """Run the demo until Ctrl+C."""
    try:
        run_demo(port, families, months, at)
    except CannotStart as refused:
        raise click.ClickException(str(refused)) from refused


if __name__ == "__main__":
    main()
