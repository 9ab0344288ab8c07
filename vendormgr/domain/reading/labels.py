"""How passages of a contract are numbered: 第N条, 2, (1), ①, 一, ア, 1.1, 別紙1, 附則 and so on."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from vendormgr.domain.reading.normal import whole_number

_D = "[0-9０-９]"
_K = "[〇一二三四五六七八九十百]"
_N = rf"(?:{_D}+|{_K}+)"
_SPACE = r"[ \t　]"
_LONGEST_HEADING = 40


class Style(StrEnum):
    """番号の付け方."""

    CHAPTER = "chapter"
    ARTICLE = "article"
    ANNEX = "annex"
    SUPPLEMENT = "supplement"
    DOTTED = "dotted"
    NUMBER = "number"
    CIRCLED = "circled"
    PAREN_NUMBER = "paren_number"
    KANJI = "kanji"
    PAREN_KANJI = "paren_kanji"
    KATAKANA = "katakana"
    PAREN_KATAKANA = "paren_katakana"
    LETTER = "letter"
    ROMAN = "roman"
    BULLET = "bullet"


@dataclass(frozen=True, slots=True)
class Label:
    """The number that a line begins with."""

    style: Style
    name: str
    """In one spelling: 第12条の2, 別紙1, (1)."""
    numbers: tuple[int, ...]
    rest: str
    """The line behind the label."""
    is_annex: bool = False
    """別紙, 別添 ...: not the bare title of another document."""
    sure: bool = True
    """False: it could be a number in a sentence that was wrapped here."""


_ARTICLE = re.compile(
    rf"第{_SPACE}*({_N}){_SPACE}*条((?:{_SPACE}*の{_SPACE}*{_N}(?![部般切定方時]))*)"
)
_SHORT_ARTICLE = re.compile(rf"第{_SPACE}*({_N})(?={_SPACE}|[（(【]|$)")
"""第1　基本的事項: how the riders of public bodies number."""
# 第5条の規定は, 第5条に定める, 第5条第2項: a reference, not a heading.
_AFTER_ARTICLE = re.compile(rf"$|{_SPACE}|[（(【［\[〔：:.．]")
_WEAK_AFTER_ARTICLE = re.compile("[甲乙丙丁本当受委貴弊発利契双]")
_CHAPTER = re.compile(rf"第{_SPACE}*({_N}){_SPACE}*([章節編款])(?={_SPACE}|[（(【]|$)")
_ANNEX_WORDS = (
    "別紙|別添|別表|別記|別冊|附属書|付属書|附属資料|付属資料|附属文書|付属文書|添付資料|添付書類"
    "|添付|様式|Annex|Appendix|Exhibit|Schedule|ANNEX|APPENDIX"
)
_ANNEX = re.compile(
    rf"[【［\[＜<〈（(「『■◆●]?{_SPACE}*({_ANNEX_WORDS}){_SPACE}*[第]?{_SPACE}*[-‐－ー]?{_SPACE}*"
    rf"(({_N}|[A-ZＡ-Ｚ①-⑳])(?:[-‐－の]{_N})?)?{_SPACE}*号?{_SPACE}*[】］\]＞>〉）)」』]?"
)
_IN_A_SENTENCE = re.compile("[のにをはがとで及又記参若]|その|から|による|まで")
"""Behind 別紙1: a sentence that only names it."""
_SUPPLEMENT = re.compile(rf"[（(【［]?(?:附|付){_SPACE}*則[）)】］]?")
_SECTION_TITLE = re.compile(
    "(?:.{0,25}(?:覚書|合意書|協定書|確認書|特記事項|特約条項|特約事項|特則|約款|仕様書"
    "|契約書|サービスレベル(?:合意書|契約|協定|定義書|目標)|SLA|分担表|分界表|一覧表|明細書"
    "|料金表|体制図|サービス仕様))"
    "(?:[（(].{0,20}[）)])?"
)
_DOTTED = re.compile(rf"({_D}{{1,2}}(?:[.．\-－]{_D}{{1,2}}){{1,3}})[.．)）]?({_SPACE}*)(?=\D)")
_NUMBER = re.compile(rf"({_D}{{1,2}})(?:([.．)）])({_SPACE}*)(?=\D|$)|([、]?{_SPACE}+))")
_TIGHT_NUMBER = re.compile("([０-９]{1,2})(?=[甲乙丙前本当受委])")
_EXPLICIT = re.compile(rf"第{_SPACE}*({_N}){_SPACE}*項(?={_SPACE})")
_PAREN_NUMBER = re.compile(rf"[(（]{_SPACE}*({_D}{{1,2}}){_SPACE}*[)）]")
_KANJI = re.compile(rf"([一二三四五六七八九十]{{1,3}})(?:{_SPACE}+|[、．.]{_SPACE}*)")
_PAREN_KANJI = re.compile(r"[(（]([一二三四五六七八九十]{1,3})[)）]")
_KATAKANA_ORDERS = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ",
    "イロハニホヘトチリヌルヲワカヨタレソツネナラム",
)
_KATAKANA = re.compile(rf"([ア-ヲｦ-ﾝ])(?:{_SPACE}+|[、．.)）]{_SPACE}*)")
_PAREN_KATAKANA = re.compile(r"[(（]([ア-ヲｦ-ﾝ])[)）]")
_LETTER = re.compile(rf"[(（]?([a-zA-Zａ-ｚＡ-Ｚ])[)）.．]{_SPACE}*")
_ROMAN = re.compile(rf"[(（]?([ⅰ-ⅻⅠ-Ⅻ])[)）.．]?{_SPACE}*")
_BULLET = re.compile(rf"[・●○■◆◇□▪•＊※◎→]{_SPACE}*|[-－*‐]{_SPACE}+")
_TITLE = re.compile(rf"{_SPACE}*[（(【［\[〔]([^（()）【】［］\[\]〔〕]{{1,40}})[）)】］\]〕]")
_TITLE_LINE = re.compile(r"[（(【［〔]([^（()）【】［］〔〕。]{1,30})[）)】］〕]")
_FIRST = {"①": 1, "❶": 1, "⑴": 1, "㈠": 1, "㉑": 21}


def read_label(line: str) -> Label | None:
    """The label that a line begins with, if it begins with one."""
    return _read_heading(line) or _read_number(line) or _read_item(line)


def is_title_line(line: str) -> str | None:
    """The title in a line that is nothing but （title）; statutes put it before 第N条."""
    found = _TITLE_LINE.fullmatch(line.strip())
    if found is None or read_label(line.strip()) is not None:
        return None
    return found.group(1).strip()


def take_title(rest: str) -> tuple[str | None, str]:
    """The title in brackets behind a label, and what stands behind it."""
    found = _TITLE.match(rest)
    if found is None:
        return None, rest
    return found.group(1).strip(), rest[found.end() :]


def is_short_title(text: str) -> bool:
    """Whether what stands behind a label is a title, not a sentence."""
    text = text.strip()
    return 0 < len(text) <= 30 and not re.search(r"[。、，：:]|(?:する|とする|ない|こと)$", text)


def _read_heading(line: str) -> Label | None:
    found = _CHAPTER.match(line)
    if found is not None and len(line) <= _LONGEST_HEADING:
        number = whole_number(found.group(1)) or 0
        name = f"第{number}{found.group(2)}"
        return Label(Style.CHAPTER, name, (number,), line[found.end() :])
    return _read_article(line) or _read_supplement(line) or _read_annex(line)


def _read_article(line: str) -> Label | None:
    found = _ARTICLE.match(line)
    if found is None:
        return _read_short_article(line)
    rest = line[found.end() :]
    sure = _AFTER_ARTICLE.match(rest) is not None
    if not sure and _WEAK_AFTER_ARTICLE.match(rest) is None:
        return None
    branches = re.findall(_N, found.group(2))
    numbers = tuple(whole_number(one) or 0 for one in (found.group(1), *branches))
    name = f"第{numbers[0]}条" + "".join(f"の{one}" for one in numbers[1:])
    return Label(Style.ARTICLE, name, numbers, rest, sure=sure)


def _read_short_article(line: str) -> Label | None:
    found = _SHORT_ARTICLE.match(line)
    if found is None:
        return None
    number = whole_number(found.group(1)) or 0
    return Label(Style.ARTICLE, f"第{number}", (number,), line[found.end() :])


def _read_supplement(line: str) -> Label | None:
    found = _SUPPLEMENT.match(line)
    if found is None:
        return None
    rest = line[found.end() :]
    if rest and not re.match(rf"{_SPACE}|[（(]", rest):
        return None
    return Label(Style.SUPPLEMENT, "附則", (), rest)


def _read_annex(line: str) -> Label | None:
    if len(line) > _LONGEST_HEADING or line.rstrip().endswith(("。", "、", "，")):
        return None
    found = _ANNEX.match(line)
    if found is None:
        return _read_section_title(line)
    rest = line[found.end() :]
    if _IN_A_SENTENCE.match(rest.strip()):
        return None
    number = unicodedata.normalize("NFKC", found.group(2) or "")
    value = whole_number(number)
    name = found.group(1) + (str(value) if value is not None else number)
    return Label(Style.ANNEX, name, () if value is None else (value,), rest, is_annex=True)


def _read_section_title(line: str) -> Label | None:
    if _read_number(line) is not None or _read_item(line) is not None:
        return None
    bare = re.sub(r"[ 　\t]", "", line).strip("【】［］[]＜＞<>「」『』■◆●")
    return Label(Style.ANNEX, bare, (), "") if _SECTION_TITLE.fullmatch(bare) else None


def _read_number(line: str) -> Label | None:
    found = _EXPLICIT.match(line)
    if found is not None:
        number = whole_number(found.group(1)) or 0
        return Label(Style.NUMBER, str(number), (number,), line[found.end() :])
    found = _DOTTED.match(line)
    if found is not None and not re.match("[%％倍版万億円]|以上|年|月", line[found.end() :]):
        name = re.sub(r"[.\-]+", ".", unicodedata.normalize("NFKC", found.group(1)))
        numbers = tuple(int(one) for one in name.split("."))
        return Label(Style.DOTTED, name, numbers, line[found.end() :], sure=bool(found.group(2)))
    found = _NUMBER.match(line)
    if found is not None:
        number = int(unicodedata.normalize("NFKC", found.group(1)))
        sure = bool(found.group(2))
        return Label(Style.NUMBER, str(number), (number,), line[found.end() :], sure=sure)
    found = _TIGHT_NUMBER.match(line)
    if found is not None:
        number = int(unicodedata.normalize("NFKC", found.group(1)))
        return Label(Style.NUMBER, str(number), (number,), line[found.end() :], sure=False)
    return None


def _read_item(line: str) -> Label | None:
    first = line[:1]
    enclosed = _enclosed(first)
    if enclosed is not None:
        style, number = enclosed
        name = f"({number})" if style is not Style.CIRCLED else first
        return Label(style, name, (number,), line[1:])
    for style, pattern, form in _ITEMS:
        found = pattern.match(line)
        if found is not None:
            word = unicodedata.normalize("NFKC", found.group(1))
            return Label(style, form.format(word), _position(style, word), line[found.end() :])
    found = _BULLET.match(line)
    if found is not None and found.end() < len(line):
        return Label(Style.BULLET, found.group().strip(), (), line[found.end() :])
    return None


_ITEMS = (
    (Style.PAREN_NUMBER, _PAREN_NUMBER, "({})"),
    (Style.PAREN_KANJI, _PAREN_KANJI, "({})"),
    (Style.KANJI, _KANJI, "{}"),
    (Style.PAREN_KATAKANA, _PAREN_KATAKANA, "({})"),
    (Style.KATAKANA, _KATAKANA, "{}"),
    (Style.ROMAN, _ROMAN, "{}"),
    (Style.LETTER, _LETTER, "{}"),
)


def _enclosed(sign: str) -> tuple[Style, int] | None:
    for first, last, style in (
        ("①", "⑳", Style.CIRCLED),
        ("❶", "❿", Style.CIRCLED),
        ("㉑", "㉟", Style.CIRCLED),
        ("⑴", "⒇", Style.PAREN_NUMBER),
        ("㈠", "㈩", Style.PAREN_KANJI),
    ):
        if sign and first <= sign <= last:
            return style, ord(sign) - ord(first) + _FIRST[first]
    return None


def _position(style: Style, word: str) -> tuple[int, ...]:
    match style:
        case Style.KATAKANA | Style.PAREN_KATAKANA:
            return tuple(order.find(word) + 1 for order in _KATAKANA_ORDERS)
        case Style.LETTER:
            return (ord(word.lower()) - ord("a") + 1,)
        case Style.ROMAN:
            return ()
        case _:
            return (whole_number(word) or 0,)
