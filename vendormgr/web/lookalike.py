"""同じ会社の二重登録: vendors whose names or numbers look like those that are being typed."""

from collections.abc import Iterable

from vendormgr.domain.naming import search_key
from vendormgr.domain.portfolio import Party

SHORTEST_PART = 4
"""Letters that one name must share with a longer one; shorter parts are in half of all names."""

_SAME_SOUND = str.maketrans("づぢをゐゑ", "ずじおいえ")


def lookalikes(party: Party, others: Iterable[Party]) -> list[Party]:
    """Those of the others that could be the same company, in their order."""
    return [one for one in others if one.id != party.id and _alike(party, one)]


def _alike(one: Party, other: Party) -> bool:
    if one.corporate_number is not None and one.corporate_number == other.corporate_number:
        return True
    return any(
        _same(search_key(a), search_key(b))
        for a in (one.name, one.kana)
        for b in (other.name, other.kana)
        if a and b
    )


def _same(one: str, other: str) -> bool:
    short, long = sorted((one.translate(_SAME_SOUND), other.translate(_SAME_SOUND)), key=len)
    return bool(short) and (short == long or (len(short) >= SHORTEST_PART and short in long))
