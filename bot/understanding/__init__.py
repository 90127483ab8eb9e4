"""Words become a reply value here, once, before any flow sees them."""

from bot.understanding.reading import read, understand, warm_up

__all__ = ["read", "understand", "warm_up"]
