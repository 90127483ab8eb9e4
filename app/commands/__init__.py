"""The commands of ``thousand-days``: thin, each one's work is done in its own room."""
