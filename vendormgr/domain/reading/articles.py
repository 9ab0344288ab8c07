"""The lines of a contract to its tree of passages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vendormgr.domain.reading.labels import (
    Label,
    Style,
    is_short_title,
    is_title_line,
    read_label,
    take_title,
)
from vendormgr.domain.reading.lines import Line, Pages, tidy
from vendormgr.domain.reading.passage import Passage, PassageKind

_CLOSING = re.compile(
    r"(?:以上[、，]|上記[のをに]|(?:この|本)(?:契約|覚書|合意|協定|約款)"
    r"(?:の(?:締結|成立|証)|書?[をに]?\d*[二2２弐]?通?|を?締結).{0,40}(?:作成|保有|保管|記名|押印|署名))"
)
_NUMBER = "[ 　]*[0-9０-９元一二三四五六七八九十〇 　]+"
_ONLY_A_DATE = re.compile(rf"[ 　]*(?:令和|平成|西暦)?{_NUMBER}年{_NUMBER}月{_NUMBER}日")
"""The day of signing stands alone under the last article."""
_LIST_STYLES = frozenset(Style) - {Style.CHAPTER, Style.ARTICLE, Style.ANNEX, Style.SUPPLEMENT}
_SECTIONS = {Style.ANNEX: PassageKind.ANNEX, Style.SUPPLEMENT: PassageKind.SUPPLEMENT}
_PARAGRAPHS = frozenset({Style.NUMBER, Style.CIRCLED})


@dataclass(slots=True)
class _Draft:
    """A passage that still grows."""

    place: int
    kind: PassageKind
    lines: list[str]
    page: int
    label: str = ""
    title: str = ""
    parent: int | None = None
    style: Style | None = None
    numbers: tuple[int, ...] = ()

    def finished(self) -> Passage:
        return Passage(
            place=self.place,
            kind=self.kind,
            text="\n".join(self.lines),
            label=self.label,
            title=self.title,
            parent=self.parent,
            page=self.page,
        )


def read_passages(pages: Pages, *, wrapped: bool) -> tuple[Passage, ...]:
    """The passages of a contract, in its order."""
    return split(tidy(pages, wrapped=wrapped))


def split(lines: Sequence[Line]) -> tuple[Passage, ...]:
    """The passages of tidied lines; no line is lost and none is twice."""
    splitter = _Splitter(lines)
    for at in range(len(lines)):
        splitter.take(at)
    return tuple(draft.finished() for draft in splitter.drafts)


class _Splitter:
    """Walks over the lines with the open passages on a stack, outermost first."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.drafts: list[_Draft] = []
        self.open: list[_Draft] = []
        self.last: dict[tuple[int | None, Style], tuple[int, ...]] = {}
        self.title_above: list[str] | None = None
        self.articles = False
        """Whether the present section is made of 第N条."""

    def take(self, at: int) -> None:
        """Put one line where it belongs."""
        line = self.lines[at]
        if self._is_title_of_next(at):
            title = is_title_line(line.text) or ""
            self._close_to_section(keep_chapter=True)
            self._push(PassageKind.ARTICLE, line, title=title)
            self.title_above = [title]
            return
        label = read_label(line.text) if "\t" not in line.text else None
        if label is not None and self._take_label(label, line, at):
            self.title_above = None
            return
        self.title_above = None
        self._take_text(line)

    def _take_label(self, label: Label, line: Line, at: int) -> bool:
        match label.style:
            case Style.CHAPTER:
                self._close_to_section(keep_chapter=False)
                title = label.rest.strip(" 　（）()【】")
                self._push(PassageKind.CHAPTER, line, label=label, title=title)
                return True
            case Style.ANNEX | Style.SUPPLEMENT:
                return self._take_section(label, line, at)
            case Style.ARTICLE:
                return self._take_article(label, line, at)
            case _:
                return self._take_numbered(label, line)

    def _take_section(self, label: Label, line: Line, at: int) -> bool:
        if label.style is Style.ANNEX and at < 3 and not label.is_annex:
            # The title of the contract itself: 電子カルテ保守契約書, 覚書.
            return False
        self.open.clear()
        title, rest = take_title(label.rest)
        shown = title or rest.strip(" 　:：-－―「」『』") or label.name
        self._push(_SECTIONS[label.style], line, label=label, title=shown)
        self.articles = False
        return True

    def _take_article(self, label: Label, line: Line, at: int) -> bool:
        if not label.sure and not self._follows_article(label):
            return False
        title, rest = take_title(label.rest)
        if title is None and is_short_title(label.rest) and self._has_more(at):
            title, rest = label.rest.strip(), ""
        if self.title_above is not None and self.open:
            draft = self.open[-1]
            draft.lines.append(line.text)
            draft.label, draft.style, draft.numbers = label.name, label.style, label.numbers
            if title and not draft.title:
                draft.title = title
        else:
            self._close_to_section(keep_chapter=True)
            draft = self._push(PassageKind.ARTICLE, line, label=label, title=title or "")
        self.last[draft.parent, Style.ARTICLE] = label.numbers
        self.articles = True
        self._first_paragraph(draft, rest)
        return True

    def _first_paragraph(self, article: _Draft, rest: str) -> None:
        """A number behind the title begins the first 項: 第5条（目的） 1. 甲は."""
        inner = read_label(rest.strip(" 　"))
        if inner is not None and inner.style in _LIST_STYLES and inner.numbers[:1] == (1,):
            self.last[article.place, inner.style] = inner.numbers

    def _take_numbered(self, label: Label, line: Line) -> bool:
        if label.style is Style.DOTTED:
            return self._take_dotted(label, line)
        parent = self._parent_for(label.style)
        before = self.last.get((parent.place if parent else None, label.style))
        if not _follows(label, before, parent):
            return False
        while self.open and (parent is None or self.open[-1] is not parent):
            self.open.pop()
        self._push_numbered(label, line, parent)
        return True

    def _take_dotted(self, label: Label, line: Line) -> bool:
        """1.1 lies in 1, wherever that was numbered 1, 1. or 1.0."""
        if not label.sure and not is_short_title(label.rest) and not self._numbered_above(label):
            return False
        depth = len(label.numbers)
        while self.open and not _holds(self.open[-1], label.numbers):
            if self.open[-1].kind in {*_SECTIONS.values(), PassageKind.ARTICLE}:
                break
            self.open.pop()
        parent = self.open[-1] if self.open else None
        before = self.last.get((parent.place if parent else None, label.style))
        if (
            before is not None
            and len(before) == depth
            and not (0 < label.numbers[-1] - before[-1] <= 3)
        ):
            return False
        self._push_numbered(label, line, parent)
        return True

    def _numbered_above(self, label: Label) -> bool:
        return any(_holds(one, label.numbers) for one in self.open) or any(
            style is Style.DOTTED for _, style in self.last
        )

    def _push_numbered(self, label: Label, line: Line, parent: _Draft | None) -> None:
        kind = self._kind_of(label.style, parent)
        title, _ = take_title(label.rest)
        if title is None and is_short_title(label.rest) and kind is PassageKind.HEADING:
            title = label.rest.strip()
        self._push(kind, line, label=label, title=title or "")

    def _kind_of(self, style: Style, parent: _Draft | None) -> PassageKind:
        above = parent.kind if parent is not None else None
        if above is PassageKind.ARTICLE:
            return PassageKind.PARAGRAPH if style in _PARAGRAPHS else PassageKind.ITEM
        if style is Style.DOTTED or (style is Style.NUMBER and above is not PassageKind.PARAGRAPH):
            in_article = any(one.kind is PassageKind.ARTICLE for one in self.open)
            return PassageKind.ITEM if in_article else PassageKind.HEADING
        return PassageKind.ITEM

    def _parent_for(self, style: Style) -> _Draft | None:
        """What a list of this style stands in: the holder of its siblings, else the innermost."""
        for depth in range(len(self.open) - 1, -1, -1):
            one = self.open[depth]
            if one.style is style:
                return self.open[depth - 1] if depth else None
            if one.kind in {PassageKind.ARTICLE, *_SECTIONS.values()}:
                break
        return self.open[-1] if self.open else None

    def _take_text(self, line: Line) -> None:
        if self.drafts and (_CLOSING.match(line.text) or self._signed(line.text)):
            self.open.clear()
            self._push(PassageKind.CLOSING, line)
            return
        if "\t" in line.text:
            self._row(line)
            return
        if not self.open:
            last = self.drafts[-1] if self.drafts else None
            if last is not None and last.kind in {PassageKind.PREAMBLE, PassageKind.CLOSING}:
                last.lines.append(line.text)
            else:
                self._push(PassageKind.PREAMBLE, line)
            return
        top = self.open[-1]
        if top.place == len(self.drafts) - 1:
            self._grow(top, line)
        else:
            self._push(PassageKind.TEXT, line, keep_open=False)

    def _signed(self, text: str) -> bool:
        """Whether the signatures begin: a day that stands alone, and no article is behind it."""
        return self.articles and _ONLY_A_DATE.fullmatch(text) is not None

    def _grow(self, top: _Draft, line: Line) -> None:
        title = is_title_line(line.text)
        if not top.title and title and len(top.lines) == 1:
            top.title = title
        top.lines.append(line.text)

    def _row(self, line: Line) -> None:
        self._push(PassageKind.ROW, line, keep_open=False)

    def _push(
        self,
        kind: PassageKind,
        line: Line,
        *,
        label: Label | None = None,
        title: str = "",
        keep_open: bool = True,
    ) -> _Draft:
        parent = self.open[-1].place if self.open else None
        draft = _Draft(len(self.drafts), kind, [line.text], line.page, title=title, parent=parent)
        if label is not None:
            draft.label, draft.style, draft.numbers = label.name, label.style, label.numbers
            self.last[parent, label.style] = label.numbers
        self.drafts.append(draft)
        if keep_open and kind not in {PassageKind.PREAMBLE, PassageKind.CLOSING}:
            self.open.append(draft)
        return draft

    def _close_to_section(self, *, keep_chapter: bool) -> None:
        kept = {*_SECTIONS.values()} | ({PassageKind.CHAPTER} if keep_chapter else set())
        while self.open and self.open[-1].kind not in kept:
            self.open.pop()

    def _follows_article(self, label: Label) -> bool:
        for draft in reversed(self.drafts):
            if draft.style is Style.ARTICLE:
                return label.numbers[0] == draft.numbers[0] + 1 or (
                    label.numbers[0] == draft.numbers[0] and len(label.numbers) > 1
                )
        return label.numbers == (1,)

    def _has_more(self, at: int) -> bool:
        return at + 1 < len(self.lines)

    def _is_title_of_next(self, at: int) -> bool:
        if is_title_line(self.lines[at].text) is None or not self._has_more(at):
            return False
        label = read_label(self.lines[at + 1].text)
        return label is not None and label.style is Style.ARTICLE and label.sure


def _holds(draft: _Draft, numbers: tuple[int, ...]) -> bool:
    """Whether a dotted number lies directly in an open passage."""
    known = draft.numbers[:-1] if draft.numbers[1:] == (0,) else draft.numbers
    return draft.style in {Style.NUMBER, Style.DOTTED, Style.ARTICLE} and known == numbers[:-1]


def _follows(label: Label, before: tuple[int, ...] | None, parent: _Draft | None) -> bool:
    """Whether a number is the next of its list; otherwise it is a number in the text."""
    if label.style in {Style.BULLET, Style.ROMAN}:
        return True
    if before is None:
        first = {1, 2} if parent is not None and parent.kind is PassageKind.ARTICLE else {1}
        return bool(first & set(label.numbers))
    return any(0 < new - old <= 2 for new, old in zip(label.numbers, before, strict=False))
