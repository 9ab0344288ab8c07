"""会社の名前: which firms a contract names, to notice that it belongs to another vendor."""

import re
import unicodedata
from collections.abc import Collection, Sequence

from vendormgr.domain.naming import search_key
from vendormgr.domain.reading.passage import Passage

_FORM = "(?:株式会社|有限会社|合同会社|合名会社|合資会社)"
_NAME = "[一-龠々ァ-ヴーA-Za-z0-9・&]{2,20}"
_SOFT_NAME = "[ぁ-ん]{2,20}?(?=[はがをとにの]?(?:[^ぁ-ん]|$))"
"""A name in hiragana ends before the particle that follows it."""
_FIRM = re.compile(f"{_FORM}(?:{_NAME}|{_SOFT_NAME})|{_NAME}{_FORM}")
_LONGEST = 4_000
"""Characters of one passage that are looked at."""
MOST = 3
"""How many names are told."""


def other_firms(passages: Sequence[Passage], known: Collection[str]) -> tuple[str, ...]:
    """The first firms that a contract names, if it names none of the known; else none."""
    texts = [unicodedata.normalize("NFKC", one.text[:_LONGEST]) for one in passages]
    keys = {key for name in known if (key := search_key(name))}
    if not keys or any(key in search_key(text) for text in texts for key in keys):
        return ()
    found = (hit.group() for text in texts for hit in _FIRM.finditer(text))
    return tuple(dict.fromkeys(found))[:MOST]
