"""Every column of every file stands in docs/operator/importing.md, under its own file."""

import re
from pathlib import Path

import pytest

from app.imports import families, history, slots
from app.imports.reasons import SENTENCES, reject

PAGE = (Path(__file__).parents[2] / "docs" / "operator" / "importing.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "columns"),
    [("families", families.COLUMNS), ("slots", slots.COLUMNS), ("history", history.COLUMNS)],
)
def test_every_column_is_documented(name: str, columns: tuple[str, ...]) -> None:
    (section,) = re.findall(rf"^## {name}\.csv.*?(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    firsts = re.findall(r"^\| ((?:`[a-z_]+`(?:, )?)+) \|", section, re.MULTILINE)
    assert [column for cell in firsts for column in re.findall(r"[a-z_]+", cell)] == list(columns)


def test_every_flag_is_documented() -> None:
    assert all(flag in PAGE for flag in families.FLAGS)


@pytest.mark.parametrize("code", SENTENCES)
def test_a_reason_is_whole_sentences_with_the_same_values_in_both_languages(code: str) -> None:
    english, danish = SENTENCES[code]
    names = set(re.findall(r"{(\w+)}", english)) | set(re.findall(r"{(\w+)}", danish))
    assert {name.removesuffix("_da") for name in re.findall(r"{(\w+)}", danish)} == set(
        re.findall(r"{(\w+)}", english)
    )
    found = reject(7, code, **dict.fromkeys(names, "x"))
    assert found.line == 7
    for sentence in (found.english, found.danish):
        assert "{" not in sentence
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_a_long_value_is_shortened_and_a_cpr_number_masked() -> None:
    found = reject(2, "district", value="201124-1234 " + "x" * 100)
    assert "1234" not in found.english
    assert len(found.english) < 140
