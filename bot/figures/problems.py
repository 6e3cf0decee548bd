"""What goes wrong, as `application/problem+json` (RFC 9457): each with a sentence that says what to do."""

import json
from http import HTTPStatus

from flask import Response

TYPE = "application/problem+json"


class Problem(Exception):
    """Not answered: the status, and the sentence for whoever wrote the request."""

    def __init__(self, status: int, says: str, *, parameter: str = "", retry_after: int = 0) -> None:
        """`parameter` is the one it lies in; `retry_after` is in seconds."""
        super().__init__(says)
        self.status, self.says, self.parameter, self.retry_after = status, says, parameter, retry_after

    @property
    def answer(self) -> Response:
        """As it is sent."""
        said: dict[str, str | int] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.says,
        }
        if self.parameter:
            said["parameter"] = self.parameter
        response = Response(json.dumps(said, ensure_ascii=False), self.status, content_type=TYPE)
        if self.retry_after:
            response.headers["Retry-After"] = str(self.retry_after)
        if self.status == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = 'Bearer realm="cornerstone"'
        return response
