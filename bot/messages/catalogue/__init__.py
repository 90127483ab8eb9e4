"""Every sentence a family can read, whole and in Danish; the other languages stand in ``locales/``.

A file per subject. The rules are those of ``docs/wording.md``; the guard checks the rendered texts. Only letters of
GSM-7, so that a Danish SMS has room for 160.
"""

from collections.abc import Mapping

from bot.messages.catalogue.answers import ANSWERS
from bot.messages.catalogue.bookings import BOOKINGS
from bot.messages.catalogue.course_changes import COURSE_CHANGES
from bot.messages.catalogue.courses import COURSES
from bot.messages.catalogue.invitations import INVITATIONS
from bot.messages.catalogue.languages import LANGUAGES
from bot.messages.catalogue.letters import LETTERS
from bot.messages.catalogue.linking import LINKING
from bot.messages.catalogue.noes import NOES
from bot.messages.catalogue.offers import OFFERS
from bot.messages.catalogue.people import PEOPLE
from bot.messages.catalogue.presence import PRESENCE
from bot.messages.catalogue.staff import STAFF
from bot.messages.catalogue.stopping import STOPPING
from bot.messages.catalogue.times import TIMES
from bot.messages.text import Text
from domain.texts import TextKey

_SUBJECTS = (
    INVITATIONS,
    OFFERS,
    TIMES,
    BOOKINGS,
    NOES,
    STOPPING,
    PEOPLE,
    ANSWERS,
    LANGUAGES,
    LINKING,
    STAFF,
    LETTERS,
    COURSES,
    PRESENCE,
    COURSE_CHANGES,
)

TEXTS: Mapping[TextKey, Text] = {text.key: text for subject in _SUBJECTS for text in subject}
"""Every text by its key."""

OF_A_TIME = frozenset(
    text.key for subject in (INVITATIONS, OFFERS, TIMES, BOOKINGS, NOES) for text in subject
)
"""The texts about a time of one's own, which a family that is offered a course never reads."""
