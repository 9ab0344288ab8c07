"""The matrix as PDF on A3 or A4 and as workbook."""

from collections.abc import Collection
from dataclasses import replace

from flask import Response

from vendormgr.i18n import t
from vendormgr.web.deemed_sight import deemed_in_sight
from vendormgr.web.download import Kind, file_name, imprint, send
from vendormgr.web.estate import estate

PAPERS = ("a3", "a4")


def send_matrix(kind: Kind, subject: str, *, paper: str, items: Collection[str] | None) -> Response:
    """The matrix of a service or a system; `items` keeps only these rows."""
    # Imported here: ReportLab and XlsxWriter take memory that a server without downloads can spare.
    from vendormgr.reports.matrix import (  # noqa: PLC0415
        MatrixValues,
        build_for_service,
        build_for_system,
    )
    from vendormgr.reports.matrix_pdf import render_pdf  # noqa: PLC0415
    from vendormgr.reports.matrix_xlsx import render_xlsx  # noqa: PLC0415
    from vendormgr.reports.page import A3_LANDSCAPE, A4_LANDSCAPE  # noqa: PLC0415

    conclusions = estate()
    values = MatrixValues.of(conclusions, imprint())
    values = replace(values, deemed=deemed_in_sight(conclusions))
    build = build_for_system if subject in conclusions.index.systems else build_for_service
    document = build(values, subject, items=items)
    if kind is Kind.XLSX:
        content = render_xlsx(document)
    else:
        content = render_pdf(document, A4_LANDSCAPE if paper == "a4" else A3_LANDSCAPE)
    name = file_name(kind, t("matrix.file_name"), conclusions.index.name(subject))
    return send(content, kind, name=name, noun="matrix", subject=subject)
