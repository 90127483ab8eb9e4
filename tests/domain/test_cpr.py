"""No CPR number survives, in whatever shape it is written; phone numbers, dates and hours do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cpr import MASK, has_cpr, mask_cpr

_DIGIT_ROWS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
_SHAPES = (
    "{d}{m}{y}-{s}",
    "{d}{m}{y}{s}",
    "{d}{m}{y} {s}",
    "{d}{m}{y} - {s}",
    "{d}{m}{y}–{s}",
    "{d} {m} {y} {s}",
    "{d}.{m}.{y}-{s}",
    "{d}-{m}-{y}-{s}",
    "{d}/{m}/{y} {s}",
    "{d}{m}20{y}-{s}",
    "{d}-{m}-19{y}-{s}",
)

numbers = st.builds(
    lambda day, serial, shape, row: shape.format(
        d=f"{day:%d}", m=f"{day:%m}", y=f"{day:%y}", s=f"{serial:04}"
    ).translate(str.maketrans(_DIGIT_ROWS[0], row)),
    st.dates(date(1930, 1, 1), date(2035, 12, 31)),
    st.integers(0, 9999),
    st.sampled_from(_SHAPES),
    st.sampled_from(_DIGIT_ROWS),
)
words = st.text(st.characters(exclude_categories=["Nd", "Nl", "No"], exclude_characters="+"), max_size=20)


@given(words, numbers, words)
def test_every_shape_is_masked_and_no_digit_of_it_is_left(before: str, number: str, after: str) -> None:
    masked = mask_cpr(f"{before} {number} {after}")
    assert MASK in masked
    assert not any(char.isdecimal() for char in masked)


@given(st.lists(numbers, min_size=2, max_size=4))
def test_several_numbers_are_all_masked(several: list[str]) -> None:
    masked = mask_cpr(" og ".join(several))
    assert masked.count(MASK) == len(several)
    assert not has_cpr(masked)


@given(st.text())
def test_masking_never_raises_and_twice_is_once(text: str) -> None:
    assert mask_cpr(mask_cpr(text)) == mask_cpr(text)


@given(words, st.integers(0, 999_999_999), words)
def test_fewer_than_ten_digits_stay_as_they_were(before: str, number: int, after: str) -> None:
    text = f"{before}{number}{after}"
    assert mask_cpr(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "ring på +4500000012",
        "+45 00 00 00 12 eller 00 00 00 13",
        "00 00 00 12",
        "d. 12.05.2026 kl. 10.00",
        "12.05.2026 10:00",
        "tirsdag den 12/5 kl 14-16, ellers 13/5 kl 10-12",
        "ordre 99139912345678",
        "4513701234",
        "9913701234",
        "1299 12 34 56 78",
        "kl 10.00 eller 11.00 eller 12.00",
    ],
)
def test_phone_numbers_dates_and_hours_stay(text: str) -> None:
    assert mask_cpr(text) == text


def test_an_invisible_character_hides_nothing() -> None:
    assert mask_cpr("cpr 0101\u200b90-1234") == f"cpr {MASK}"
    assert mask_cpr("\u200bhej") == "\u200bhej"


def test_digits_before_a_number_do_not_hide_it() -> None:
    assert mask_cpr("99 99 01 0190-1234") == f"99 99 {MASK}"
