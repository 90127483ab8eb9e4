"""``texts check|preview|coverage``: what families will read, before they do."""

from pathlib import Path

import click

from app.commands.common import Refusal, settings_from, settings_option


@click.group()
def texts() -> None:
    """Every text a family can read: is it neutral, how does it look, how far are the translations."""


@texts.command()
@settings_option
def check(folder: Path | None) -> None:
    """Read every text in every language with the wording guard; exit status 1 when something is wrong."""
    from bot.messages.catalogue import TEXTS
    from bot.messages.rendering import Renderer
    from bot.messages.showing import check_lines, counted

    renderer = Renderer(TEXTS)
    lines = [
        line
        for municipality in settings_from(folder).municipalities.values()
        for line in check_lines(renderer, municipality)
    ]
    for line in lines:
        click.echo(line)
    if lines:
        raise Refusal(f"{len(lines)} findings: mend the texts named above before they are sent.")
    click.echo(f"Nothing to mend: {counted(renderer)}.")


@texts.command()
@settings_option
def coverage(folder: Path | None) -> None:
    """How far each translation is, who approved it, and whether it may be sent."""
    from bot.messages.catalogue import TEXTS
    from bot.messages.rendering import Renderer
    from bot.messages.showing import coverage_lines

    municipality = next(iter(settings_from(folder).municipalities.values()))
    for line in coverage_lines(Renderer(TEXTS), municipality):
        click.echo(line)


@texts.command()
@click.option("--language", default="da", show_default=True)
@click.option("--offer", default="visit-18m", show_default=True)
@settings_option
def preview(language: str, offer: str, folder: Path | None) -> None:
    """The conversations as a phone would show them, with SMS parts and price, then every other text of the offer."""
    from app.preview import SCENES, played
    from app.stage import CannotPlay
    from bot.messages.catalogue import TEXTS
    from bot.messages.rendering import Renderer
    from bot.messages.showing import preview_lines
    from domain.ids import LANGUAGES, Language, OfferKey
    from domain.texts import TextKey

    if language not in LANGUAGES:
        raise click.BadParameter(f"choose among {', '.join(LANGUAGES)}", param_hint="--language")
    settings = settings_from(folder)
    municipality = next(iter(settings.municipalities.values()))
    if OfferKey(offer) not in municipality.offers:
        raise click.BadParameter(f"choose among {', '.join(municipality.offers)}", param_hint="--offer")
    seen: set[TextKey] = set()
    for scene in SCENES.get(municipality.offers[OfferKey(offer)].shape, ()):
        try:
            story = played(scene, language, offer, real=settings)
        except CannotPlay as silent:
            click.echo(f"(No conversation can be played: {silent})\n")
            break
        seen |= story.keys
        for line in story.lines:
            click.echo(line)
    click.echo("== Other texts a family may read ==")
    for line in preview_lines(Renderer(TEXTS), Language(language), municipality, OfferKey(offer), seen):
        click.echo(line)
