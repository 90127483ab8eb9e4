"""``texts preview``: the conversations of an offer, played by the real service."""

import pytest
from click.testing import CliRunner

from app.commands.wordings import texts
from app.preview import COURSE_SCENES, VISIT_SCENES, Scene, played
from bot.messages import keys
from tests.demo.conftest import OPENING


def preview(*options: str) -> str:
    """What the command prints."""
    result = CliRunner().invoke(texts, ["preview", *options])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(
    ("scene", "offer"),
    [(scene, "visit-18m") for scene in VISIT_SCENES] + [(scene, "cosp") for scene in COURSE_SCENES],
    ids=lambda given: given.title if isinstance(given, Scene) else given,
)
def test_a_scene_plays_alike_in_danish_and_right_to_left(scene: Scene, offer: str) -> None:
    danish, arabic = (played(scene, language, offer, OPENING) for language in ("da", "ar"))
    assert danish.keys == arabic.keys
    assert danish.lines != arabic.lines


def test_a_visit_is_played_from_the_invitation_to_what_it_was_worth() -> None:
    story = played(VISIT_SCENES[0], "da", "visit-18m", OPENING)
    assert {keys.BOOKED_HOME, keys.MOVED_HOME, keys.REMINDER_HOME, keys.RATING_THANKS} < story.keys
    assert story.lines[1] == "Thu 07 May 11:13: 2 parts, 278 gsm-7, 0.70 DKK"
    assert f"{'> 3':>60}" in story.lines


def test_a_course_is_played_from_the_interest_to_the_three_questions() -> None:
    story = played(COURSE_SCENES[0], "da", "cosp", OPENING)
    wanted = {keys.COURSE_LISTED, keys.COURSE_RHYTHM, keys.COURSE_SEATED, keys.COURSE_SEE_YOU}
    assert wanted | {keys.COURSE_REMINDER, keys.COURSE_RATE_THANKS} < story.keys


def test_the_other_texts_follow_and_none_is_shown_twice() -> None:
    said = preview("--language", "en")
    scenes, others = said.split("== Other texts a family may read ==")
    assert "Hello from Sundhedsplejen i Hedensted. When a child is around 18 months" in scenes
    assert "visit-18m.first_nurse (" not in others
    assert "crisis.open (crisis): " in others


@pytest.mark.parametrize("language", ["da", "ti"])
def test_a_course_has_no_texts_about_a_time_of_ones_own(language: str) -> None:
    said = preview("--language", language, "--offer", "cosp")
    assert "course.moved (change)" in said
    assert "visit.first" not in said
    assert "times.two" not in said
