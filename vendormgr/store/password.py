"""Password hashes: argon2id, slow enough to guess, small enough for several checks at once."""

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# 19 MiB, two passes, one lane: OWASP's second setting. argon2-cffi's default of 64 MiB would let
# eight threads take 512 MB.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
LONGEST = 1000
"""Characters; whatever is longer is no password but an attack on the processor."""
_TURNS = BoundedSemaphore(2)


def hash_password(password: str) -> str:
    """The hash to keep; full-width and half-width spellings of a password are the same one."""
    with _TURNS:
        return HASHER.hash(_bytes(password))


def password_fits(password: str, kept: str | None) -> bool:
    """Whether the password has that hash; without one it takes as long, and the answer is no."""
    if len(password) > LONGEST:
        return False
    nobody = _nobody()
    with _TURNS:
        try:
            HASHER.verify(kept or nobody, _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


@cache
def _nobody() -> str:
    return HASHER.hash(b"nobody has this password")


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
