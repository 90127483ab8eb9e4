"""Every set of replies is understood, and not one reply commits a family to what it did not say."""

import pytest

from tests.understanding.judging import rows, sets, understood, unsafe

ENOUGH = 0.95


@pytest.mark.parametrize("name", sets())
def test_understood_and_never_unsafe(name: str) -> None:
    judged = [(row, row.answer()) for row in rows(name)]
    dangerous = [(row, answer) for row, answer in judged if unsafe(answer, row)]
    assert not dangerous
    missed = [(row, answer) for row, answer in judged if not understood(answer, row)]
    assert len(missed) <= (1 - ENOUGH) * len(judged), missed
