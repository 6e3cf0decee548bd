"""What no log may hold, whoever writes it: the token in a calendar's address.

Our own lines name no address. But a web server writes the path of a request where a client went away in the middle of it, or
where something went wrong; Flask where nobody foresaw what did; and Slack's library, where somebody looks for a fault in it,
every window it opens.
"""

import logging
import re

LOGGERS = (
    "waitress",
    "waitress.queue",
    "gunicorn.error",
    "gunicorn.access",
    "werkzeug",
    "cornerstone",  # Flask's, named after the app
    "slack_sdk.web.base_client",
)
_ADDRESS = re.compile(r"(/feed/)[^\s\"'?\\]+")


class _Hidden(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if "/feed/" in said:
            record.msg, record.args = _ADDRESS.sub(r"\1…", said), ()
        return True


_HIDDEN = _Hidden()


def keep_out_of_logs() -> None:
    """From now on, in this process; a second time there is nothing to do."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_HIDDEN)
