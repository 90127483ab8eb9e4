"""What is wrong with an offer or a colleague is named by file and key, with what to write instead."""

from datetime import date
from pathlib import Path

import pytest

from app.settings import SettingsError, load_settings
from app.settings.loading import SAMPLE
from bot.messages.catalogue import TEXTS
from bot.messages.rendering import Renderer
from bot.messages.showing import check_lines
from domain.ids import OfferKey
from domain.offers import StartedBy
from tests.offers.conftest import BASICS, settings_of

PIA = '[[partners]]\nref = "pia"\nfirst_name = "Pia"\nprofession = "pædagog"\n'


def mistakes(folder: Path, offers: str) -> list[str]:
    (folder / "municipalities").mkdir(exist_ok=True)
    (folder / "municipalities" / "hedensted.toml").write_text(BASICS + offers, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(folder, {}, date(2026, 5, 4))
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("offers", "says"),
    [
        (
            '[offers.x]\npartner = "pædagog"',
            'hedensted.toml: offers.x.partner: no [[partners]] has the profession "pædagog" (there: nobody yet); '
            "add one, or switch the offer off",
        ),
        (
            '[offers.x]\npartner = "lærer"\n' + PIA + 'daycares = ["Tippen"]',
            'offers.x.partner: no [[partners]] has the profession "lærer" (there: pædagog)',
        ),
        (PIA, 'partners: "pia" takes part nowhere; add daycares or districts'),
        (PIA + 'daycares = ["Elsewhere"]', '"pia" belongs to "Elsewhere", which is not in [[daycares]]'),
        (PIA + 'districts = ["Nord"]', '"pia" serves "Nord", which is not in districts'),
        (PIA.replace('"pia"', '"anna"') + 'districts = ["Tørring"]', '"anna" is the ref of a nurse, too'),
        (
            PIA.replace('"pædagog"', '""') + 'districts = ["Tørring"]',
            '"pia" needs a first_name and a profession',
        ),
        ('[offers.x]\nplace = "moon"', "offers.x.place: write one of: home, daycare, school, office"),
        (
            '[offers.x]\nstarted_by = "hunch"',
            "offers.x.started_by: write one of: age, pregnancy, nurse",
        ),
        ("[offers.x]\nfrom_weeks = 30\nto_weeks = 16", "offers.x.to_weeks: write a week of pregnancy"),
        ("[offers.x]\nconsult_from = 3", 'offers.x.consult_from: is for offers with started_by = "nurse"'),
        (
            '[offers.x]\nstarted_by = "nurse"\nconsult_from = 1',
            "offers.x.consult_from: write 2 or more",
        ),
        ('[offers.x]\nannounced_at = "y"', 'offers.x.announced_at: "y" is no offer; write one of: x'),
        ('[offers.x]\nannounced_at = "x"', "offers.x.announced_at: an offer cannot announce itself"),
        ('[offers.x]\nshape = "course"\nstarted_by = "nurse"', "offers.x.started_by: only a slot offer"),
        ('[offers.x]\nshape = "course"\nplace = "school"', "offers.x.shape: only a slot offer"),
        (
            '[offers.x]\nreasons = ["fine_now", "busy_now"]',
            "offers.x.reasons: families read a fixed list of reasons",
        ),
        ('[offers.x]\nabout = "Hej."', "offers.x.about: write tables, as in [offers.x.about.name]"),
        ('[offers.x.about]\nxx = "Hej."', "offers.x.about.xx: is no language of ours"),
        (
            '[offers.x.about]\nda = "Vi kommer gerne"',
            "offers.x.about.da: the wording guard says: placeholders",
        ),
        (
            '[offers.x.about]\nda = "Vi kommer i {uge}."',
            "has braces; a sentence of the settings has no values",
        ),
        ('[offers.x.about]\nda = "Vi kommer 2 gange."', "write the number as a word"),
        (
            '[offers.x.about]\nda = "Et tilbud til udsatte familier."',
            "offers.x.about.da: the wording guard says: never_word",
        ),
        ('[offers.x.about]\nda = "Læs mere på www.vejby.dk."', "the wording guard says: link"),
        (
            '[offers.x.about]\nda = "' + "Vi kommer gerne på besøg. " * 12 + '"',
            "the wording guard says: parts",
        ),
    ],
)
def test_a_mistake_is_named_with_what_to_write_instead(tmp_path: Path, offers: str, says: str) -> None:
    assert any(says in one for one in mistakes(tmp_path, offers))


def test_texts_check_reads_the_municipalitys_own_sentences(tmp_path: Path) -> None:
    """A word that is added to the list later is found in a sentence that was taken before."""
    fine = settings_of(tmp_path, '[offers.x.about]\nda = "Vi kommer gerne på besøg til en snak."\n')
    assert check_lines(Renderer(TEXTS), fine) == []
    offer = fine.offers[OfferKey("x")]
    about: dict[str, str] = offer.about  # type: ignore[assignment]
    about["da"] = "Vi kommer gerne til særligt udsatte."
    assert any("never_word" in line for line in check_lines(Renderer(TEXTS), fine))


def test_the_sample_ships_the_catalogue_switched_off() -> None:
    [sample] = load_settings(None, {}, date(2026, 5, 4)).municipalities.values()
    off = {key for key, offer in sample.offers.items() if not offer.enabled}
    assert off >= {
        *("pregnancy", "visit-15m", "need", "transition-1", "transition-2", "transition-3"),
        *("joint", "marte-meo", "parent-panel"),
    }
    assert sample.offers[OfferKey("need")].consult_from == 3
    assert sample.offers[OfferKey("joint")].started_by is StartedBy.NURSE


def test_the_catalogue_can_be_switched_on_as_it_ships(tmp_path: Path) -> None:
    """Every offer of the sample, with a colleague of each profession, loads and passes the guard."""
    text = SAMPLE.read_text(encoding="utf-8").replace("enabled = false\n", "")
    for profession in ("pædagog", "lærer", "socialrådgiver"):
        text += f'\n[[partners]]\nref = "{profession}"\nfirst_name = "Pia"\nprofession = "{profession}"\n'
        text += 'districts = ["Rårup Børnehus"]\n'
    (tmp_path / "municipalities").mkdir()
    (tmp_path / "municipalities" / "hedensted.toml").write_text(text, encoding="utf-8")
    [loaded] = load_settings(tmp_path, {}, date(2026, 5, 4)).municipalities.values()
    assert all(offer.enabled for offer in loaded.offers.values())
