"""Why a file is refused, as a class with fields; worded at the edge in ja and en."""

from enum import StrEnum


class FileProblem(StrEnum):
    """読めない理由."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MUCH_TEXT = "too_much_text"
    OTHER_KIND = "other_kind"
    OLD_WORD = "old_word"
    PICTURE = "picture"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    MACRO = "macro"
    EXTERNAL = "external"
    """It would fetch something from elsewhere."""
    BOMB = "bomb"
    """Unpacked it would be far too large."""
    ENCODING = "encoding"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    NO_ROOM = "no_room"
    """The disk is full or cannot be written."""
    STOPPED = "stopped"
    """Reading ended without saying why."""


class ContractFileError(Exception):
    """A file that is not taken; `n` is the limit that it breaks, where there is one."""

    def __init__(self, problem: FileProblem, *, n: int | None = None) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.n = n
