"""Gaps and questions to take along: what a list shows, and what to send to a vendor."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.gaps import Finding
from vendormgr.i18n import label, t
from vendormgr.reports.questions import WordedQuestion
from vendormgr.store.account import list_users
from vendormgr.store.gap import GapState, GapStatus, Key
from vendormgr.web.db import reading
from vendormgr.web.download import Kind, file_name, imprint, send
from vendormgr.web.gap_list import statuses_of

MOST_ON_PAPER = 3_000
MOST_IN_WORKBOOK = 20_000
"""Findings in one PDF, and in one workbook; more would be read by nobody, and take minutes."""
NOUN = "gaps"
"""Under which downloads are logged."""


def people() -> Mapping[str, str]:
    """Account to the name of the person; one query."""
    return {one.id: one.name for one in list_users(reading())}


def send_gaps(
    findings: Sequence[Finding],
    decided: Mapping[Key, GapState],
    conclusions: Conclusions,
    kind: Kind,
    *,
    subject: str,
) -> Response:
    """These findings with what was decided about them, as PDF or Excel."""
    # Imported here: ReportLab and XlsxWriter take memory that a server without downloads can spare.
    from vendormgr.reports import gaps, gaps_pdf, gaps_xlsx  # noqa: PLC0415

    names = people()
    statuses = statuses_of(findings, decided, conclusions.today)
    treatments = {
        key: gaps.Treatment(**_treatment(decided[key], status, names))
        for key, status in statuses.items()
    }
    document = gaps.build(conclusions, imprint(), findings=findings, treatments=treatments)
    render = gaps_pdf.render_pdf if kind is Kind.PDF else gaps_xlsx.render_xlsx
    name = file_name(kind, t("gap.file"), conclusions.index.name(subject) if subject else "")
    return send(render(document), kind, name=name, noun=NOUN, subject=subject or "all")


def _treatment(state: GapState, status: GapStatus, names: Mapping[str, str]) -> dict[str, Any]:
    """What was decided about a finding, as a paper says it."""
    assigned = names.get(state.assigned_to or "", state.assigned_to or "")
    acceptance, plan = state.acceptance, state.plan
    if status is GapStatus.ACCEPTED and acceptance is not None:
        owner, due, reason = acceptance.approver, acceptance.until, acceptance.reason
        if acceptance.compensation:
            reason = t("gap.reason_compensated", reason=reason, by=acceptance.compensation)
    elif plan is not None:
        owner, due, reason = plan.owner or assigned, plan.due_on, plan.what
    else:
        owner, due, reason = assigned, None, ""
    return {"state": label(status), "owner": owner, "due": due, "reason": reason}


def send_questions(
    conclusions: Conclusions, party: str, kind: Kind, asked: Sequence[WordedQuestion]
) -> Response:
    """The questions to one vendor as a form to fill in."""
    from vendormgr.reports import questionnaire, questionnaire_xlsx  # noqa: PLC0415

    document = questionnaire.build(party, conclusions, imprint(), questions=asked)
    if kind is Kind.PDF:
        content = questionnaire.render_pdf(document)
    else:
        content = questionnaire_xlsx.render_xlsx(document)
    name = file_name(kind, t("gap.questions_file"), conclusions.index.name(party))
    return send(content, kind, name=name, noun="questions", subject=party)
