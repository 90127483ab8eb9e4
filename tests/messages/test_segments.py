"""SMS parts are counted as the network counts them; the oracle is another author's GSM 03.38 codec."""

from decimal import Decimal

import gsm0338
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.segments import Encoding, Segments, is_gsm7, measure, outside_gsm7, price

_CODEC = gsm0338.Codec()
_ALPHABET = "".join(chr(code) for code in range(0x20, 0x17F)) + "ΔΦΓΛΩΠΨΣΘΞ€\f\n\r\u202fşа١።👍"


def _septets(char: str) -> bytes | None:
    """One character as the codec writes it: one byte, or two after an escape; None if it cannot."""
    if char == "\x1b":
        return None
    try:
        encoded, _ = _CODEC.encode(char)
    except UnicodeEncodeError:
        return None
    return bytes(encoded)


def _oracle(text: str) -> Segments:
    chunks = [_septets(char) for char in text]
    if all(chunk is not None for chunk in chunks):
        sizes, alone, each, encoding = [len(c) for c in chunks if c is not None], 160, 153, Encoding.GSM7
    else:
        sizes = [len(char.encode("utf-16-be")) // 2 for char in text]
        alone, each, encoding = 70, 67, Encoding.UCS2
    total = sum(sizes)
    if total <= alone:
        return Segments(encoding, total, 1)
    parts, used = 1, 0
    for size in sizes:
        if used + size > each:
            parts, used = parts + 1, 0
        used += size
    return Segments(encoding, total, parts)


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts"),
    [
        ("", Encoding.GSM7, 0, 1),
        ("a" * 160, Encoding.GSM7, 160, 1),
        ("a" * 161, Encoding.GSM7, 161, 2),
        ("a" * 306, Encoding.GSM7, 306, 2),
        ("a" * 307, Encoding.GSM7, 307, 3),
        ("æøåÆØÅ" * 26 + "abcd", Encoding.GSM7, 160, 1),
        ("€" * 80, Encoding.GSM7, 160, 1),
        ("€" * 81, Encoding.GSM7, 162, 2),
        ("a" * 152 + "€" + "a" * 152, Encoding.GSM7, 306, 3),
        ("a" * 151 + "€" + "a" * 153, Encoding.GSM7, 306, 2),
        ("[" * 76 + "a" + "[" * 76, Encoding.GSM7, 305, 2),
        ("½" + "a" * 69, Encoding.UCS2, 70, 1),
        ("½" + "a" * 70, Encoding.UCS2, 71, 2),
        ("ş" * 134, Encoding.UCS2, 134, 2),
        ("ş" * 135, Encoding.UCS2, 135, 3),
        ("👍" * 35, Encoding.UCS2, 70, 1),
        ("a" * 66 + "👍" + "a" * 66, Encoding.UCS2, 134, 3),
        ("a" * 65 + "👍" + "a" * 67, Encoding.UCS2, 134, 2),
        ("kl.\u202f10", Encoding.UCS2, 6, 1),
        ("ç", Encoding.UCS2, 1, 1),
        ("Ç", Encoding.GSM7, 1, 1),
        ("`", Encoding.UCS2, 1, 1),
    ],
)
def test_known_texts(text: str, encoding: Encoding, units: int, parts: int) -> None:
    assert measure(text) == Segments(encoding, units, parts)


@given(st.text(st.sampled_from(_ALPHABET), max_size=600))
def test_mixed_texts_agree_with_the_codec(text: str) -> None:
    assert measure(text) == _oracle(text)


@given(st.text(st.sampled_from("abæ€[]~\n"), min_size=100, max_size=700))
def test_gsm7_texts_with_many_extension_characters_agree_with_the_codec(text: str) -> None:
    assert measure(text) == _oracle(text)


@given(st.text(st.sampled_from("aşا👍𝒜"), min_size=40, max_size=400))
def test_surrogate_pairs_are_never_split(text: str) -> None:
    assert measure(text) == _oracle(text)


def test_every_character_of_the_basic_plane_is_classed_as_the_codec_does() -> None:
    ours = {chr(code) for code in range(0x10000) if is_gsm7(chr(code))}
    assert ours == {chr(code) for code in range(0x10000) if _septets(chr(code)) is not None}
    assert len(ours) == 127 + 10


def test_the_characters_that_break_gsm7_are_named_once() -> None:
    assert outside_gsm7("½ år – ½ dag…") == ("½", "–", "…")
    assert outside_gsm7("halvandet år") == ()


def test_price_is_exact() -> None:
    assert price(3, "0.35") == Decimal("1.05")
