"""The conversation with a family: from a stored reply to a stored answer."""
