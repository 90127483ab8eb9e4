"""The catalogue as settings: offers that no line of code knows."""
