"""Where the numbers come from: what was lived through here, and what was brought from elsewhere."""

from datetime import date

from sqlalchemy import Connection, func, select

from domain.ids import Municipality
from storage.tables import invitation


def imported(connection: Connection, municipality: Municipality, first: date, last: date) -> int:
    """How many of the invitations first sent in the period came from an imported file.

    Index: ``ix_invitation_reported``.
    """
    statement = select(func.count()).where(
        invitation.c.municipality == municipality,
        invitation.c.sent_on.between(first, last),
        invitation.c.sent_at.is_not(None),
        invitation.c.history.is_(True),
    )
    return connection.execute(statement).scalar_one()
