"""The capacity brake: never more live invitations than times to give (``product.md``, contact cadence)."""

TIMES_PER_INVITATION = 2


def may_invite(unheld: int, live: int) -> bool:
    """Whether one more family may be invited: two unheld times must remain for each live invitation, this one too.

    ``unheld``: free times that are held for nobody; ``live``: sent invitations that wait for an answer.
    """
    return unheld >= TIMES_PER_INVITATION * (live + 1)
