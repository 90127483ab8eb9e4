"""How well and how fast replies are understood: ``python -m benchmarks.understanding``.

With ``--kinds``: how many of each kind of the grids are understood.

Per language over every set in ``tests/understanding``: understood, and unsafe (a booking, a no or a stop the
family did not say; a STOP or a cry for help that was missed); of the time expressions among them how many were
silently read as another time, and how many asked back. Then speed on one core beside what this
machine needs to merely fold the same texts' letters, and the memory that thirteen languages take.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.ids import LANGUAGES, Language
from domain.replies import Expecting, Option

PAGE = 4096
ZONE = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 5, 4, 10, tzinfo=ZONE)
OPTIONS = (
    Option(1, datetime(2026, 5, 12, 10, tzinfo=ZONE)),
    Option(2, datetime(2026, 5, 13, 15, tzinfo=ZONE)),
)
SHORT = ["1", "2", "٢", "ja", "nej tak", "onsdag", "evet", "نعم", "так", "tak"]


def resident_mb() -> float:
    """The process's resident memory in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


def rate(
    work: Callable[[str, Language], object], texts: Sequence[tuple[str, Language]], seconds: float = 1.5
) -> float:
    """How many of the texts ``work`` does in a second of one core."""
    done, begin = 0, time.process_time()
    while (passed := time.process_time() - begin) < seconds:
        for text, language in texts:
            work(text, language)
        done += len(texts)
    return done / passed


def main() -> None:
    """Print quality, speed and memory."""
    bare = resident_mb()
    from bot.understanding import read, warm_up
    from bot.understanding.letters import clean, fold

    begin = time.process_time()
    warm_up()
    loaded = time.process_time() - begin
    full = resident_mb()

    from tests.understanding.judging import rows, sets, silently_wrong, understood, unsafe

    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    asked_back: dict[str, int] = defaultdict(int)
    free: list[tuple[str, Language]] = []
    for name in sets():
        for row in rows(name):
            answer = row.answer()
            for key in (row.language, "all"):
                counts[key][0] += 1
                counts[key][1] += understood(answer, row)
                counts[key][2] += unsafe(answer, row)
                if row.expecting == "time":
                    counts[key][3] += 1
                    counts[key][4] += silently_wrong(answer, row)
                    asked_back[key] += not understood(answer, row) and "when" not in answer
            if len(row.text) > 24:
                free.append((row.text, Language(row.language)))
    print(
        f"{'language':10}{'replies':>9}{'understood':>12}{'unsafe':>8}{'times':>8}{'wrong':>8}{'asked back':>12}"
    )
    for key in (*LANGUAGES, "all"):
        total, right, wrong, times, misread = counts[key]
        quality = f"{100 * right / total:11.1f}%{wrong:8}{times:8}{misread:8}{asked_back[key]:12}"
        print(f"{key:10}{total:9}{quality}")

    def understand_one(text: str, language: Language) -> object:
        return read(text, language=language, expecting=Expecting.OFFER, options=OPTIONS, now=NOW)

    def fold_one(text: str, language: Language) -> object:
        return [fold(word) for word in clean(text).split()]

    short = [(text, Language("da")) for text in SHORT]
    quick, slow = rate(understand_one, short), rate(understand_one, free)
    print(
        f"digits and short answers: {quick:,.0f}/s, {rate(fold_one, short) / quick:.1f}× the time of folding them"
    )
    print(
        f"free text, language detection included: {slow:,.0f}/s, {rate(fold_one, free) / slow:.0f}× folding"
    )
    print(
        f"loading all languages: {loaded:.1f} s, {full - bare:.0f} MB; after the run {resident_mb() - bare:.0f} MB"
    )


def by_kind() -> None:
    """Print how many replies of each kind of the grids are understood, the least first, and how many are unsafe."""
    from tests.understanding.judging import kinds, sets, understood, unsafe

    counts: dict[str, list[int]] = defaultdict(lambda: [0] * 3)
    for name in sets():
        for kind, replies in kinds(name).items():
            for row in replies:
                answer = row.answer()
                counts[kind][0] += 1
                counts[kind][1] += understood(answer, row)
                counts[kind][2] += unsafe(answer, row)
    for kind, (total, right, wrong) in sorted(counts.items(), key=lambda one: one[1][1] / one[1][0]):
        print(f"{100 * right / total:5.1f}% of {total:4}, {wrong:2} unsafe: {kind}")


if __name__ == "__main__":
    by_kind() if "--kinds" in sys.argv else main()
