"""Whether the numbers of the crisis reply can be trusted: somebody calls them once a year."""

from datetime import date, timedelta

from domain.settings import CrisisNumbers

CHECK_EVERY = timedelta(days=365)
"""So long after the last check the numbers count as old."""


def crisis_warning(crisis: CrisisNumbers, today: date) -> str | None:
    """What is wrong with a municipality's crisis numbers today, in a sentence for an administrator, or None.

    The reply is sent all the same: an old number with 112 beside it is better than silence.
    """
    if not crisis.regional:
        return f"crisis.regional is not set, so the crisis reply names {crisis.emergency} alone"
    if crisis.checked_on is None or today - crisis.checked_on > CHECK_EVERY:
        return "nobody has checked crisis.regional for a year; call it and set checked_on"
    return None
