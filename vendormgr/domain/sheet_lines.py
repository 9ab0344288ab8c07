"""The lines of an official sheet beside the catalogue: what each asks, and what we know of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vendormgr.domain.assurance import Sheet, SheetAnswer
from vendormgr.domain.catalogue import Catalogue, Requirement
from vendormgr.domain.sheet_number import item_number
from vendormgr.domain.sheet_table import SheetLine
from vendormgr.domain.vocabulary import DisclosureForm, SheetKind

_PREFIXES: Mapping[SheetKind | DisclosureForm, str] = {
    SheetKind.VENDOR_CHECKLIST: "CL7-V-",
    SheetKind.HOSPITAL_CHECKLIST: "CL7-H-",
    SheetKind.ROLE_TABLE: "RT-",
}
"""Citations of the catalogue that are items of such a sheet; its wording of FY2025 is our own."""


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One line to answer."""

    number: str
    item: str | None
    """The official words, from the hospital's own copy; None: no copy is loaded."""
    requirement: Requirement | None
    """What the catalogue has under that number, in our words and perhaps of another year."""


def asked_lines(
    kind: SheetKind | DisclosureForm, catalogue: Catalogue, loaded: Iterable[SheetLine] | None
) -> tuple[AskedLine, ...]:
    """The lines of a loaded form in its order; without one, what the catalogue knows of it.

    A number that a form has twice is asked once.
    """
    known = _known(kind, catalogue)
    if loaded is None:
        return tuple(AskedLine(number, None, one) for number, one in known.items())
    lines: dict[str, AskedLine] = {}
    for line in loaded:
        lines.setdefault(
            line.number, AskedLine(line.number, line.item or None, known.get(line.number))
        )
    return tuple(lines.values())


def changed_since(sheet: Sheet, before: Sheet | None) -> Mapping[str, SheetAnswer | None]:
    """Number to last year's answer where this year's choice differs; None: it is new this year.

    Empty without a sheet of the year before.
    """
    if before is None:
        return {}
    old = {one.number: one for one in before.answers}
    return {
        one.number: old.get(one.number)
        for one in sheet.answers
        if one.answer is not None
        and (one.number not in old or old[one.number].answer is not one.answer)
    }


def year_before(sheet: Sheet, sheets: Iterable[Sheet]) -> Sheet | None:
    """The sheet of the same kind, vendor and system of the fiscal year before."""
    about = (sheet.kind, sheet.party, sheet.system)
    return next(
        (
            one
            for one in sheets
            if sheet.fiscal_year is not None
            and one.fiscal_year == sheet.fiscal_year - 1
            and (one.kind, one.party, one.system) == about
        ),
        None,
    )


def _known(kind: SheetKind | DisclosureForm, catalogue: Catalogue) -> Mapping[str, Requirement]:
    prefix = _PREFIXES.get(kind)
    if prefix is None:
        # The questions of disclosures are not ours to bring along.
        return {}
    return {
        _number(id_.removeprefix(prefix)): one
        for id_, one in catalogue.requirements.items()
        if id_.startswith(prefix)
    }


def _number(suffix: str) -> str:
    """`2.⑥` as sheets write it; what is no number (role tables) stays as it is."""
    return item_number(suffix) or suffix
