"""``python -m app.demo``: make the default demo's history now, at set-up, so that its first start is quick, too."""

from datetime import UTC, datetime

from app.demo.history import prepare
from app.demo.running import FAMILIES, MONTHS, Told, wanted_history


def main() -> None:
    """Make it, or find it made."""
    wanted, _ = wanted_history(FAMILIES, MONTHS, None, datetime.now(UTC))
    prepare(wanted, progress=Told(wanted))


if __name__ == "__main__":
    main()
