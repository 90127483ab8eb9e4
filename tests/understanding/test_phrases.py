"""Patterns of the languages' files: what a person who knows no Python may write there, and what is told back."""

import pytest

from bot.understanding.phrases import LongOptionError, Phrases, TooManySpellingsError


def test_a_pattern_of_a_few_optional_words_is_found_in_all_its_spellings() -> None:
    phrases = Phrases()
    phrases.add("(ja) (tak) vi kommer (gerne)", "yes")
    for said in ("vi kommer", "ja vi kommer", "ja tak vi kommer gerne"):
        assert "yes" in {f.meaning for f in phrases.find_written(said.split())}


def test_a_pattern_of_thousands_of_spellings_is_refused_with_a_way_out() -> None:
    """One such line had filled the memory of the machine while the languages were loaded."""
    with pytest.raises(TooManySpellingsError, match="several patterns with fewer optional words"):
        Phrases().add(" ".join(f"(ord{n})" for n in range(20)) + " slut", "yes")


def test_several_words_in_one_pair_of_brackets_are_refused_with_what_to_write() -> None:
    """Two dozen such lines had matched nothing, and nobody was told."""
    with pytest.raises(LongOptionError, match=r"write '\(for\) \(us\|me\)'"):
        Phrases().add("no difference (to us|me)", "yes")
