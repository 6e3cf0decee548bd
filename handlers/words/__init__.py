"""Everything the bot says, in one place (the voice is in `voice.md` of the design)."""

from handlers.words.kit import Rendered
from handlers.words.messages import message

__all__ = ["Rendered", "message"]
