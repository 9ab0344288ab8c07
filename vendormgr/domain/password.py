"""What makes a password good enough, after the ministry's guideline and without forced renewal.

Source: mhlw-6.0 Q&A 54 (13 characters and more, mixed kinds); OWASP ASVS 5.0 6.2 (no well-known
words, no renewal). Mixed kinds are asked for below 20 characters only: long phrases need none.
"""

import re
import unicodedata
from collections.abc import Iterable

LONG_ENOUGH_WITHOUT_KINDS = 20
LONGEST = 256
LEFT_OVER = 6
"""Characters that must remain when well-known words are taken out."""
_WELL_KNOWN_TEXT = """
password passw0rd passwort qwerty qwertyuiop asdfghjkl zxcvbnm 1q2w3e4r 1qaz2wsx letmein
welcome admin administrator iloveyou dragon monkey football baseball sunshine princess master
shadow superman abc123 changeme secret login guest test user root hospital clinic medical
doctor nurse byouin byoin iryou iryo kango shinryou denshikarute karute kanja kyushoku sakura
nippon nihon japan tokyo osaka arigatou arigato konnichiwa daisuki hayabusa reiwa heisei showa
january february march april june july august september october november december spring
summer autumn winter haru natsu aki fuyu vendormgr
"""
_WELL_KNOWN = tuple(_WELL_KNOWN_TEXT.split())
_SEQUENCES = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz")


def normal_password(typed: str) -> str:
    """The password as it is compared: NFKC, so that full and half width count as the same."""
    return unicodedata.normalize("NFKC", typed)


def password_problems(
    typed: str, *, shortest: int, own_words: Iterable[str] = ()
) -> tuple[str, ...]:
    """Text ids of what is wrong with a new password; empty when it is good enough.

    `own_words` are the person's and the hospital's names: what others would guess first.
    """
    password = normal_password(typed)
    if len(password) < shortest:
        return ("access.password_short",)
    if len(password) > LONGEST:
        return ("access.password_long",)
    problems = []
    if _left_over(password.casefold(), own_words) < LEFT_OVER:
        problems.append("access.password_guessable")
    if len(password) < LONG_ENOUGH_WITHOUT_KINDS and not _mixed(password):
        problems.append("access.password_kinds")
    return tuple(problems)


def _left_over(password: str, own_words: Iterable[str]) -> int:
    """How many different characters remain without well-known words, sequences and repeats."""
    own = {part for word in own_words for part in re.split(r"[\s@.\-_]+", word.casefold())}
    words = sorted({w for w in own if len(w) >= 3} | set(_WELL_KNOWN), key=len, reverse=True)
    rest = password
    for word in words:
        rest = rest.replace(word, " ")
    for sequence in _SEQUENCES:
        rest = _without_runs(rest, sequence)
    return len(set(re.sub(r"(?:19|20)\d\d|\s", "", rest)))


def _without_runs(text: str, sequence: str) -> str:
    for length in range(min(len(text), len(sequence)), 3, -1):
        for start in range(len(text) - length + 1):
            run = text[start : start + length]
            if run in sequence:
                return _without_runs(text.replace(run, " "), sequence)
    return text


def _mixed(password: str) -> bool:
    """Letters, digits and other signs; letters beyond ASCII count as letters and as signs."""
    letters = any(c.isalpha() for c in password)
    digits = any(c.isdigit() for c in password)
    signs = any(not c.isalnum() or (c.isalpha() and not c.isascii()) for c in password)
    return letters and digits and signs
