"""The situation of a guardian as text, written after each message and read before the next."""

import orjson

from bot.flows.states import Idle, State, brought_back, kept, packed


def freeze(state: State) -> str:
    """A state as it is stored: versioned JSON."""
    return orjson.dumps(kept(state), packed, orjson.OPT_PASSTHROUGH_DATACLASS).decode()


def thaw(stored: str) -> State:
    """A stored state; an empty or unknown one is ``Idle``."""
    return brought_back(orjson.loads(stored)) if stored else Idle()
