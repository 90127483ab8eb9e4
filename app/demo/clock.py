"""The demo's clock: it stands still until somebody moves it, and it never goes back."""

from dataclasses import dataclass
from datetime import datetime


class ClockMovedBack(ValueError):
    """The clock was asked to go back: what has happened to a family cannot be undone."""

    def __init__(self) -> None:
        super().__init__("the clock only moves forward: restart the demo to begin afresh")


@dataclass(slots=True)
class MovableClock:
    """The ``Clock`` of the whole demo; ``at`` is aware."""

    at: datetime

    def now(self) -> datetime:
        """The simulated present."""
        return self.at

    def move_to(self, moment: datetime) -> None:
        """Go on to a moment at or after the present one. Raises ``ClockMovedBack``."""
        if moment < self.at:
            raise ClockMovedBack
        self.at = moment
