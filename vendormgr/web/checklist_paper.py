"""交渉チェックリスト to take along: as PDF to write on, as workbook to fill in."""

from typing import TYPE_CHECKING

from flask import Response

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.portfolio import Contract
from vendormgr.exchange.checklist_table import mark_of
from vendormgr.i18n import format_date, label, language, t
from vendormgr.reports.imprint import Imprint
from vendormgr.web.contract import contract_name
from vendormgr.web.download import Kind, file_name, imprint, send
from vendormgr.web.negotiation_line import NOT_LISTED, NegotiationLine, negotiation_lines
from vendormgr.web.sight import sees_attack_map

if TYPE_CHECKING:
    from vendormgr.reports.checklist import Checklist, ChecklistRow

NOUN = "checklist"
MOST_NAMES = 4


def send_checklist(
    conclusions: Conclusions, contract: Contract, kind: Kind, *, catalogue_order: bool
) -> Response:
    """The checklist of a contract as a file."""
    # Imported here: ReportLab and XlsxWriter take memory that a server without downloads can spare.
    from vendormgr.reports.checklist_pdf import render_pdf  # noqa: PLC0415
    from vendormgr.reports.checklist_xlsx import render_xlsx  # noqa: PLC0415

    document = make_checklist(conclusions, contract, imprint(), catalogue_order=catalogue_order)
    if kind is Kind.XLSX:
        marks = tuple(
            mark_of(contract.id, one.clause, one.talk.id if one.talk else None, one.digest)
            for one in document.rows
        )
        content = render_xlsx(document, marks)
    else:
        content = render_pdf(document)
    name = file_name(kind, t("checklist.file_name"), contract_name(contract))
    return send(content, kind, name=name, noun=NOUN, subject=contract.id)


def make_checklist(
    conclusions: Conclusions, contract: Contract, made: Imprint, *, catalogue_order: bool = False
) -> "Checklist":
    """What stands on it, as far as the person may see it."""
    from vendormgr.reports.checklist import Checklist  # noqa: PLC0415
    from vendormgr.reports.page import Heading  # noqa: PLC0415

    lines = negotiation_lines(conclusions, contract, catalogue_order=catalogue_order)
    order = t("checklist.order_catalogue") if catalogue_order else t("checklist.order_worth")
    edition = conclusions.estate.edition
    heading = Heading(
        title=t("checklist.title"),
        subject=contract_name(contract),
        facts=(
            (t("report.vendor"), conclusions.index.name(contract.party or "") or "－"),
            (t("report.as_of"), made.day(conclusions.today)),
            (t("report.edition"), t("report.edition_value", edition=edition)),
            (t("checklist.count"), str(len(lines))),
            (t("checklist.order"), order),
        ),
    )
    return Checklist(
        imprint=made,
        contract=contract.id,
        heading=heading,
        lead=_lead(contract, lines),
        rows=tuple(_row(conclusions, contract, one) for one in lines),
        footnote="" if sees_attack_map() else t("checklist.withheld"),
    )


def _lead(contract: Contract, lines: tuple[NegotiationLine, ...]) -> str:
    open_lines = [one for one in lines if not one.value.settled]
    if not open_lines:
        return t("checklist.lead_settled")
    rows = {key for one in open_lines for key in one.burden.rows}
    said = t("checklist.lead_open", n=len(open_lines))
    if rows:
        said += t("checklist.lead_rows", n=len(rows))
    return said + t("checklist.lead_terms") if contract.negotiable is False else said


def _row(conclusions: Conclusions, contract: Contract, line: NegotiationLine) -> "ChecklistRow":
    from vendormgr.reports.checklist import ChecklistRow  # noqa: PLC0415

    return ChecklistRow(
        clause=line.topic.id,
        title=line.topic.title.of(language()),
        asks=line.topic.asks.of(language()),
        level=line.value.clause.level,
        status=line.value.clause.status,
        worth=worth_words(line),
        carried=_carried(conclusions, line),
        state=contract.clauses.get(line.topic.id, NOT_LISTED),
        talk=line.rounds.open,
        before=_before(line),
    )


def worth_words(line: NegotiationLine) -> str:
    """3行が片付く・不備2件の根拠."""
    value = line.value
    counts = (
        ("negotiation.worth_rows", len(value.settles)),
        ("negotiation.worth_decides", len(value.decides)),
        ("negotiation.worth_gaps", len(value.grounds)),
        ("negotiation.worth_hops", len(value.hops)),
    )
    said = [t(text_id, n=n) for text_id, n in counts if n]
    return t("negotiation.worth_and").join(said) or t("negotiation.worth_none")


def _carried(conclusions: Conclusions, line: NegotiationLine) -> str:
    rows, items = line.burden.rows, conclusions.catalogue.items
    titles = list(dict.fromkeys(items[item].title.of(language()) for _, item in rows))
    names = t("common.comma").join(titles[:MOST_NAMES])
    if len(titles) > MOST_NAMES:
        names += t("checklist.rows_more")
    said = [t("checklist.rows_left", n=len(rows), names=names)] if rows else []
    if line.burden.hops:
        said.append(t("checklist.hops_left", n=len(line.burden.hops)))
    return t("negotiation.worth_and").join(said)


def _before(line: NegotiationLine) -> str:
    """What came of the last round that was decided."""
    decided = [one for one in line.rounds.rounds if one.decision is not None]
    if not decided or decided[-1].decision is None:
        return ""
    day = decided[-1].decided_on or decided[-1].on
    said = format_date(day) if day else ""
    return t("checklist.before_said", day=said, result=label(decided[-1].decision))
