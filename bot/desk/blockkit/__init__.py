"""Block Kit as Slack checks it: every limit, and the place of every fault."""

from bot.desk.blockkit.filled import with_ids
from bot.desk.blockkit.surfaces import check_message_blocks, check_options_answer, check_view

__all__ = ["check_message_blocks", "check_options_answer", "check_view", "with_ids"]
