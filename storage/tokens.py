"""The token of a private address: a selector, by which its row is found, and a verifier, by which it is believed.

Only a digest of the token is kept. A verifier is 256 bits of chance, so nobody finds it by trying, a plain SHA-256 of it is as
good as a slow one, and no key is needed that might have to be changed.
"""

import hmac
import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

SELECTOR_BYTES = 12
VERIFIER_BYTES = 32
SELECTOR_LENGTH = 16
VERIFIER_LENGTH = 43
"""Characters these bytes have in base64, without its padding."""
WHOLE = re.compile(f"([A-Za-z0-9_-]{{{SELECTOR_LENGTH}}})([A-Za-z0-9_-]{{{VERIFIER_LENGTH}}})")
_NOBODYS = sha256(secrets.token_bytes(VERIFIER_BYTES)).hexdigest()
"""What a verifier is compared with where there is no row: as much work, and never equal."""


@dataclass(frozen=True, slots=True)
class Token:
    """Both halves. It shows itself to nobody who only prints it."""

    selector: str
    verifier: str = field(repr=False)

    @property
    def text(self) -> str:
        """As it stands in the address."""
        return self.selector + self.verifier

    @property
    def digest(self) -> str:
        """What is kept of it: 64 hexadecimal digits."""
        return sha256(f"cornerstone feed {self.selector}.{self.verifier}".encode()).hexdigest()


def new() -> Token:
    """One that nobody has had before."""
    return Token(secrets.token_urlsafe(SELECTOR_BYTES), secrets.token_urlsafe(VERIFIER_BYTES))


def read(text: str) -> Token:
    """The token of a text; of what is none, one with a selector that is never given, so that it is looked for all the same."""
    found = WHOLE.fullmatch(text)
    return Token(found[1], found[2]) if found else Token("", text)


def is_right(token: Token, digest: str | None) -> bool:
    """Whether this is the token the digest was kept of; in the same time however much of it is right, or there is none."""
    return hmac.compare_digest(token.digest.encode(), (digest or _NOBODYS).encode()) and digest is not None
