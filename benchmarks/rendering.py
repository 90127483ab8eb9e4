"""How fast messages are written, as a ratio of bare ``str.format`` on the same sentences in the same run.

``python -m benchmarks.rendering``: an invitation with two times, a confirmation and a reminder for each of 2,000
slots, as a converser writes them; one process, one core. Nothing is asserted: the ratios are for reading.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

from bot.messages import keys
from bot.messages.catalogue import TEXTS
from bot.messages.catalogues import Catalogues
from bot.messages.dates import written_moment
from bot.messages.rendering import Renderer
from bot.messages.segments import measure
from domain.ids import LANGUAGES, Language
from domain.texts import TextValue, Wording

ZONE = ZoneInfo("Europe/Copenhagen")
SLOTS = 2_000
TURNS = 5
START = datetime(2026, 5, 12, 10, tzinfo=ZONE)


def wordings() -> list[Wording]:
    """Three messages for each slot, each slot at its own time."""
    made = []
    for slot in range(SLOTS):
        first, second = START + timedelta(minutes=15 * slot), START + timedelta(minutes=15 * slot + 1440)
        both: dict[str, TextValue] = {
            "service": "Sundhedsplejen i Hedensted",
            "first": first,
            "second": second,
        }
        one: dict[str, TextValue] = {"service": "Sundhedsplejen i Hedensted", "nurse": "Ida", "start": first}
        made += [
            Wording(keys.VISIT_18M_FIRST, both),
            Wording(keys.BOOKED_HOME, one),
            Wording(keys.REMINDER_HOME, one),
        ]
    return made


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest of some turns."""
    times = []
    for _ in range(TURNS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def main() -> None:
    """Print messages a second and the ratios."""
    renderer, asked = Renderer(TEXTS), wordings()
    bare = [
        (TEXTS[wording.key].danish, {name: str(value) for name, value in wording.values.items()})
        for wording in asked
    ]
    floor = best(lambda: [sentence.format(**values) for sentence, values in bare])
    print(f"{'bare str.format':<28}{len(asked) / floor:>12,.0f} messages/s   1.0")
    for language in ("da", "en", "ar", "pl"):
        chosen = Language(language)
        took = best(lambda chosen=chosen: [renderer.render(wording, chosen, ZONE) for wording in asked])  # type: ignore[misc]
        print(
            f"{f'render, {language}':<28}{len(asked) / took:>12,.0f} messages/s   {took / floor:.1f} x its time"
        )

    def cold() -> None:
        written_moment.cache_clear()
        for wording in asked:
            renderer.render(wording, Language("da"), ZONE)

    took = best(cold)
    print(
        f"{'render, da, dates not kept':<28}{len(asked) / took:>12,.0f} messages/s   {took / floor:.1f} x its time"
    )
    texts = [renderer.render(wording, Language("da"), ZONE).text for wording in asked]
    took = best(lambda: [measure(text) for text in texts])
    print(f"{'measure alone':<28}{len(asked) / took:>12,.0f} messages/s   {took / floor:.1f} x its time")
    start = perf_counter()
    catalogues = Catalogues()
    for language in LANGUAGES:
        _ = catalogues[language]
    print(f"all {len(LANGUAGES)} catalogues read in {1000 * (perf_counter() - start):.0f} ms")


if __name__ == "__main__":
    main()
