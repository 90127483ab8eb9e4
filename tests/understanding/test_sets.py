"""Every set of replies is understood, and not one reply commits a family to what it did not say."""

import pytest

from tests.understanding.judging import (
    LARGE,
    UNSAFE_AT_MOST,
    Row,
    kinds,
    rows,
    sets,
    silently_wrong,
    understood,
    unsafe,
)

ENOUGH = 0.95
ENOUGH_TIMES = 0.9
HARDER = {
    "heldout10_grid1": 0.93,
    "heldout10_grid2": 0.87,
    "heldout10_grid3": 0.92,
    "heldout10_grid4": 0.91,
    "heldout10_grid5": 0.92,
    "heldout10_grid6": 0.9,
    "heldout6_replies_b": 0.92,
    "heldout6_safety": 0.86,
    "heldout8_replies_h": 0.92,
    "heldout8_replies_o": 0.93,
    "heldout8_replies_zb": 0.94,
    "heldout8_replies_zc": 0.94,
    "heldout8_replies_ze": 0.92,
    "heldout8_replies_zf": 0.94,
    "heldout8_replies_zg": 0.9,
    "heldout7_times_c": 0.93,
    "heldout7_times_n": 0.9,
    "heldout7_times_p": 0.89,
    "heldout7_times_q": 0.87,
    "heldout7_times_r": 0.9,
    "heldout7_times_g": 0.92,
    "heldout7_times_s": 0.84,
    "heldout7_times_t": 0.88,
    "heldout7_times_u": 0.45,
    "heldout7_times_v": 0.8,
    "heldout7_times_x": 0.86,
    "heldout7_times_y": 0.9,
    "heldout7_times_z": 0.85,
    "heldout7_times_za": 0.93,
    "heldout9_sealed10": 0.86,
    "heldout10_grid8": 0.93,
    "heldout10_grid10": 0.91,
    "heldout8_replies_zi": 0.92,
    "heldout9_sealed11": 0.92,
    "heldout9_sealed7": 0.93,
}
"""Sets of which less is understood so far."""

HARDEST = {
    "heldout10_grid1": 0.005,
    "heldout9_sealed7": 0.004,
    "heldout9_sealed9": 0.002,
    "heldout9_sealed10": 0.008,
    "heldout10_grid2": 0.006,
    "heldout10_grid3": 0.005,
    "heldout10_grid4": 0.006,
    "heldout10_grid5": 0.004,
    "heldout10_grid6": 0.007,
    "heldout10_grid7": 0.003,
    "heldout10_grid9": 0.004,
    "heldout10_grid10": 0.009,
    "heldout9_sealed11": 0.002,
    "heldout5_replies_a": 0.002,
    "heldout8_replies_f": 0.002,
    "heldout8_replies_g": 0.003,
    "heldout8_replies_h": 0.005,
    "heldout8_replies_l": 0.003,
    "heldout8_replies_m": 0.003,
    "heldout8_replies_n": 0.002,
    "heldout8_replies_o": 0.002,
    "heldout8_replies_s": 0.003,
    "heldout8_replies_u": 0.002,
    "heldout8_replies_v": 0.002,
    "heldout8_replies_w": 0.004,
    "heldout8_replies_x": 0.006,
    "heldout8_replies_y": 0.006,
    "heldout8_replies_za": 0.004,
    "heldout8_replies_zd": 0.003,
    "heldout8_replies_ze": 0.003,
    "heldout8_replies_zg": 0.003,
}
"""Sets of traps and their innocent twins, of dialects, of long stories, or of kinds, of which a few stay unsafe."""

WRONG_TIMES = 0.01
NO_HOLE = 0.25
"""Of each kind of the grids at least this share is understood."""

SEVERAL, MANY_COMMON = 3, 1400
"""Sets that must hold the same reply for it to be a common one, and how many of those there are at least."""


@pytest.mark.parametrize("name", sets())
def test_understood_and_never_unsafe(name: str) -> None:
    answers = {row: row.answer() for row in rows(name)}
    dangerous = {row: answer for row, answer in answers.items() if unsafe(answer, row)}
    allowed = HARDEST.get(name, UNSAFE_AT_MOST if name.startswith(LARGE) else 0)
    assert len(dangerous) <= allowed * len(answers), dangerous
    missed = {row: answer for row, answer in answers.items() if not understood(answer, row)}
    assert len(missed) <= (1 - HARDER.get(name, ENOUGH)) * len(answers), missed
    # A whole kind that is missed would hide in the average of the set.
    shares = {
        kind: 1 - sum(row in missed for row in replies) / len(replies)
        for kind, replies in kinds(name).items()
    }
    assert {kind: share for kind, share in shares.items() if share < NO_HOLE} == {}


def test_what_several_hands_wrote_is_always_understood() -> None:
    """The commonest replies: no row of them is worth ten rare ones, whatever was learned since."""
    hands: dict[tuple[str, str, str], set[str]] = {}
    golds: dict[tuple[str, str, str], set[str]] = {}
    for name in sets():
        for row in rows(name):
            said = (row.language, row.expecting, _bare(row.text))
            hands.setdefault(said, set()).add(name)
            golds.setdefault(said, set()).update(row.meanings)
    common = [
        Row(language, asked, text, "|".join(sorted(golds[language, asked, text])))
        for (language, asked, text), names in hands.items()
        if len(names) >= SEVERAL and asked != "time"
    ]
    assert len(common) > MANY_COMMON
    assert [row for row in common if not understood(row.answer(), row)] == []


def _bare(text: str) -> str:
    """A reply without capitals and the signs at its end, if anything else is left."""
    return text.casefold().rstrip(" .,!?\n") or text


def test_times_are_read_right_or_asked_back() -> None:
    judged = [(row, row.answer()) for name in sets() for row in rows(name) if row.expecting == "time"]
    wrong = [(row, answer) for row, answer in judged if silently_wrong(answer, row)]
    right = [row for row, answer in judged if understood(answer, row)]
    assert len(wrong) < WRONG_TIMES * len(judged), wrong
    assert len(right) >= ENOUGH_TIMES * len(judged)


@pytest.mark.parametrize(
    ("gold", "right"),
    [
        ("when:2026-05-07@14", True),
        ("when:2026-05-07@14-16", True),
        ("when:2026-05-07@14-15", False),
        ("when:2026-05-07@13-16", False),
        ("when:@14:30-16", False),
        ("when:14-", True),
    ],
)
def test_the_hours_of_a_wish_are_judged_from_and_to(gold: str, right: bool) -> None:
    answer = {"intent": "when", "when": [{"from": "2026-05-07T14:00", "to": "2026-05-07T16:00"}]}
    assert understood(answer, Row("da", "time", "torsdag 14-16", gold)) is right
    assert silently_wrong(answer, Row("da", "time", "torsdag 14-16", gold)) is not right
