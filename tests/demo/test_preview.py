"""``texts preview``: the conversations of an offer, played by the real service."""

import pytest
from click.testing import CliRunner

from app.commands.wordings import texts
from app.preview import VISIT_SCENES, Scene, played
from bot.messages import keys
from domain.ids import LANGUAGES
from tests.demo.conftest import OPENING


def preview(*options: str) -> str:
    """What the command prints."""
    result = CliRunner().invoke(texts, ["preview", *options])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("scene", VISIT_SCENES, ids=lambda scene: scene.title)
def test_a_scene_plays_alike_in_danish_and_right_to_left(scene: Scene) -> None:
    danish, arabic = (played(scene, language, "visit-18m", OPENING) for language in ("da", "ar"))
    assert danish.keys == arabic.keys
    assert danish.lines != arabic.lines


def test_a_visit_is_played_from_the_invitation_to_what_it_was_worth() -> None:
    story = played(VISIT_SCENES[0], "da", "visit-18m", OPENING)
    assert {keys.BOOKED_HOME, keys.MOVED_HOME, keys.REMINDER_HOME, keys.RATING_THANKS} < story.keys
    assert story.lines[1] == "Thu 07 May 11:13: 2 parts, 278 gsm-7, 0.70 DKK"
    assert f"{'> 3':>60}" in story.lines


def test_the_other_texts_follow_and_none_is_shown_twice() -> None:
    said = preview("--language", "en")
    scenes, others = said.split("== Other texts a family may read ==")
    assert "Hello from Sundhedsplejen i Hedensted. When a child is around 18 months" in scenes
    assert "visit-18m.first_nurse (" not in others
    assert "crisis.open (crisis): " in others


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_course_has_no_texts_about_a_time_of_ones_own(language: str) -> None:
    said = preview("--language", language, "--offer", "cosp")
    assert "course.interest (invitation)" in said
    assert "visit.first" not in said
    assert "times.two" not in said
