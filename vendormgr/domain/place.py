"""Japan, abroad or not known: what people write into a field for a country or a law."""

import re
from enum import StrEnum
from unicodedata import normalize


class Origin(StrEnum):
    """国内・国外・不明."""

    JAPAN = "japan"
    ABROAD = "abroad"
    UNKNOWN = "unknown"


_ASIDE = re.compile(r"\([^()]*\)")
_APART = re.compile(r"[、,/;・&＆]|及び|および|並びに|または|又は|もしくは|\band\b|\bor\b|と")
_JAPANESE = re.compile(
    r"日本(国|国内|国の|の)?(法|法律|法令)?(に準拠|準拠)?(のみ)?|国内(のみ|保存)?|国内法"
)
_ENGLISH = frozenset(
    {"jp", "jpn", "japan", "japanese", "japanese law", "law of japan", "laws of japan"}
)
_NOT_KNOWN = frozenset({"不明", "未確認", "要確認", "unknown", "?", "-", "未定", "未記録"})


def origin_of(text: str | None) -> Origin:
    """What a country or law as typed means; several count as Japan only if each is.

    Words that are not understood are no proof of Japan, so they count as abroad.
    """
    plain = _ASIDE.sub("", normalize("NFKC", text or "").casefold())
    parts = [part.strip(" .。　") for part in _APART.split(plain)]
    named = [part for part in parts if part]
    if not named or all(part in _NOT_KNOWN for part in named):
        return Origin.UNKNOWN
    if all(part in _ENGLISH or _JAPANESE.fullmatch(part) for part in named):
        return Origin.JAPAN
    known = [part for part in named if part not in _NOT_KNOWN]
    japanese = all(part in _ENGLISH or _JAPANESE.fullmatch(part) for part in known)
    return Origin.UNKNOWN if japanese else Origin.ABROAD
