"""Names as people write them: search keys, clean text, and the check digit of a 法人番号."""

import re
import unicodedata

_COMPANY_FORMS = re.compile(
    "株式会社|有限会社|合同会社|合名会社|合資会社|一般社団法人|公益社団法人|一般財団法人|公益財団法人"
    "|医療法人|社会福祉法人|独立行政法人|国立大学法人|特定非営利活動法人|協同組合|相互会社"
    r"|\((?:株|有|同|名|資|一社|公社|一財|公財|医|福|独)\)|\b(?:inc|ltd|llc|corp|co)\b\.?"
)
_SKIPPED = re.compile(r"[\s・･.,、。\-‐‑–—―ー_'\"()（）「」]+")
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
# Marks that turn the direction of text, or show nothing: a name could look like another with them.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def search_key(text: str) -> str:
    """What a search compares: width, case, kana, long marks and 株式会社 make no difference."""
    key = unicodedata.normalize("NFKC", text).casefold()
    key = _COMPANY_FORMS.sub("", key).translate(_KATAKANA_TO_HIRAGANA).translate(_SMALL)
    return _SKIPPED.sub("", key)


def same_name_key(text: str) -> str:
    """What decides whether two names count as the same: NFKC and case fold, nothing invisible."""
    return unicodedata.normalize("NFKC", clean_line(text)).casefold()


def clean_line(text: str) -> str:
    """One line of text without control and invisible characters; the letters stay as typed."""
    return _without_marks(re.sub(r"[\r\n\t]+", " ", text)).strip()


def clean_text(text: str) -> str:
    """Text of several lines: unified line ends, no control or invisible characters."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "\n".join(line.rstrip() for line in _without_marks(unified).split("\n")).strip()


def half_width(text: str) -> str:
    """For numbers, dates and codes: full-width letters and digits made half-width, trimmed."""
    return unicodedata.normalize("NFKC", clean_line(text)).strip()


def corporate_number_fits(number: str) -> bool:
    """Whether a 法人番号 has 13 digits and its first digit checks the others.

    Source: the ordinance on 法人番号, 法人番号の指定等に関する省令 第2条.
    """
    if not re.fullmatch(r"[0-9]{13}", number):
        return False
    weighted = sum(
        int(digit) * (1 if place % 2 == 0 else 2)
        for place, digit in enumerate(reversed(number[1:]))
    )
    return int(number[0]) == 9 - weighted % 9


def _without_marks(text: str) -> str:
    return _CONTROL.sub("", _INVISIBLE.sub("", text))
