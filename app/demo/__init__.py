"""The demo: simulated phones, a clock that can be moved, and a believable history."""
