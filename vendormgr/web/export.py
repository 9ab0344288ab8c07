"""Lists as files: what a list shows now, all pages of it, as Excel or CSV.

A list's view asks `export_asked` first; the buttons come from `list_.exports(listing)`.
"""

from collections.abc import Sequence

from flask import Response, request

from vendormgr.i18n import t
from vendormgr.web.download import Kind, file_name, imprint, send
from vendormgr.web.listing import Listing, R

AS = "as"
FORMS = (Kind.XLSX, Kind.CSV)


def export_asked() -> Kind | None:
    """The kind of file that the address asks for; None: the page."""
    asked = request.args.get(AS)
    return next((kind for kind in FORMS if kind == asked), None)


def send_listing(listing: Listing[R], kind: Kind, *, title: str) -> Response:
    """The matching rows of a list as a download, noted in the audit log.

    Args:
        listing: The list as it is filtered and sorted now.
        kind: Excel or CSV.
        title: Text id of what the list is called; its prefix names it in the audit log.
    """
    # Imported here: XlsxWriter takes memory that a server without downloads can spare.
    from vendormgr.reports.cells import to_csv  # noqa: PLC0415
    from vendormgr.reports.workbook import Field, Sheet, about_sheet, to_xlsx  # noqa: PLC0415

    heads, rows = listing.table()
    if kind is Kind.CSV:
        content = to_csv(heads, rows).content
    else:
        fields = tuple(Field(head, _width(head, n, rows)) for n, head in enumerate(heads))
        made = imprint()
        sheet = Sheet(title=t(title), columns=fields, rows=rows, paper="A4")
        facts = [(t("list.narrowed_by"), _narrowing(listing))] if listing.narrowed else []
        content = to_xlsx((sheet, about_sheet(facts, made)), title=t(title), imprint=made)
    name = file_name(kind, t(title))
    return send(content, kind, name=name, noun="list", subject=title.partition(".")[0])


def _narrowing(listing: Listing[R]) -> str:
    """Search and filters in words, so that nobody takes a part for the whole."""
    parts = [listing.search] if listing.search else []
    parts += [
        f"{t(one.title)}{t('common.colon')}{one.options[listing.chosen[one.key]]}"
        for one in listing.filters
        if one.key in listing.chosen
    ]
    return t("common.comma").join(parts)


_LEAST, _MOST = 10.0, 44.0


def _width(head: str, place: int, rows: Sequence[Sequence[object]]) -> float:
    """Room for the longest of the first rows; a kanji takes two digits' width."""
    longest = max((_digits(str(row[place])) for row in rows[:200]), default=0)
    return min(_MOST, max(_LEAST, _digits(head) + 3, longest + 1))


def _digits(text: str) -> int:
    return sum(1 if one.isascii() else 2 for one in text)
