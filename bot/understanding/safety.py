"""STOP and cries for help: looked for first, in every language at once, and never traded for a menu."""

from bot.understanding.lexicon import polite, safety
from bot.understanding.tokens import Tokens, is_break
from domain.replies import Distress, Reading, Stop


def alarm(tokens: Tokens) -> Reading | None:
    """Stop or Distress if the message says so in any language; None when it is an ordinary reply."""
    forms = [(word,) for word in tokens.words]
    found = safety().find(forms)
    if not found:
        return None
    cries = [f for f in found if f.meaning == "distress"]
    if cries:
        longest = max(cries, key=lambda f: f.end - f.start)
        return Reading(Distress(), None, (" ".join(tokens.raw[longest.start : longest.end]),))
    blocked = [f for f in found if f.meaning == "not_stop"]
    for phrase in found:
        inside = any(b.start < phrase.end and phrase.start < b.end for b in blocked)
        if phrase.meaning == "not_stop" or inside:
            continue
        alone = phrase.meaning == "stop_alone"
        if not alone or _stands_alone(tokens, phrase.start, phrase.end):
            return Reading(Stop(), None, (" ".join(tokens.raw[phrase.start : phrase.end]),))
    return None


def _stands_alone(tokens: Tokens, start: int, end: int) -> bool:
    """Whether the words are a message or a clause of their own, politeness aside."""
    first, last = start, end
    while first and not is_break(tokens.words[first - 1]):
        first -= 1
    while last < len(tokens.words) and not is_break(tokens.words[last]):
        last += 1
    beside = [*tokens.words[first:start], *tokens.words[end:last]]
    return all(word in polite() or not word[0].isalnum() for word in beside)
