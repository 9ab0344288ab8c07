"""受容したリスク: what was taken knowingly, by whom, until when; as a list and on paper."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.wording import name_subject, word
from vendormgr.i18n import language, t
from vendormgr.reports.accepted_lines import (
    AcceptedKind,
    AcceptedLine,
    answers_accepted,
    risks_retained,
    state_of,
)
from vendormgr.store.gap import gap_states
from vendormgr.web.access import needs
from vendormgr.web.db import reading
from vendormgr.web.download import Kind, file_name, imprint, send
from vendormgr.web.estate import estate
from vendormgr.web.export import export_asked, send_listing
from vendormgr.web.gap_list import acceptance_end
from vendormgr.web.listing import ListColumn, ListFilter, Listing, make_listing
from vendormgr.web.sight import every_visible

pages = Blueprint("accepted", __name__)
STATES = ("ended", "soon", "endless", "holds")


@pages.get("/gaps/accepted")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """Accepted gaps, accepted noes and retained risks; those that ended come first."""
    lines = accepted_lines(estate())
    listing = _listing(lines)
    kind = export_asked()
    if kind is not None:
        return send_listing(listing, kind, title="accepted.list_title")
    return render_template(
        "accepted/index.html",
        listing=listing,
        counts={state: sum(one.state == state for one in lines) for state in STATES},
    )


@pages.get("/gaps/accepted.pdf")
@needs(Permission.VIEW_PORTFOLIO)
def pdf() -> ResponseReturnValue:
    """The register on paper, as the list shows it."""
    # Imported here: ReportLab takes memory that a server without downloads can spare.
    from vendormgr.reports.accepted import build, render_pdf  # noqa: PLC0415

    conclusions = estate()
    listing = _listing(accepted_lines(conclusions))
    content = render_pdf(build(listing.matching, conclusions.today, imprint()))
    name = file_name(Kind.PDF, t("accepted.list_title"))
    return send(content, Kind.PDF, name=name, noun="accepted", subject="all")


def accepted_lines(conclusions: Conclusions) -> list[AcceptedLine]:
    """Everything that was accepted and still stands there to be accepted, for those who see it."""
    words, today = language(), conclusions.today
    decided = gap_states(reading(), decided=True)
    lines = []
    for one in every_visible(conclusions) if decided else ():
        state = decided.get(one.key)
        acceptance = state.acceptance if state is not None else None
        if acceptance is None or acceptance.ending == "withdrawn":
            continue
        said = word(one, conclusions, words)
        ended = acceptance_end(acceptance, one, today)
        lines.append(
            AcceptedLine(
                kind=AcceptedKind.GAP,
                rule=one.rule,
                subject=one.subject,
                title=said.title,
                detail=f"{name_subject(one, conclusions, words)}　{said.detail}",
                vendor=conclusions.index.name(one.party) if one.party else "",
                severity=one.severity,
                reason=acceptance.reason,
                compensation=acceptance.compensation,
                approver=acceptance.approver,
                until=acceptance.until,
                on=acceptance.at.date(),
                state="ended" if ended else state_of(acceptance.until, today),
                ended=ended,
            )
        )
    return [*lines, *answers_accepted(conclusions, words), *risks_retained(conclusions, words)]


def _listing(lines: list[AcceptedLine]) -> Listing[AcceptedLine]:
    return make_listing(
        lines,
        [
            ListColumn[AcceptedLine](
                key="title",
                title="accepted.what",
                value=lambda one: one.title,
                exported=lambda one: f"{one.title} {one.detail}",
            ),
            ListColumn[AcceptedLine](
                key="vendor", title="accepted.vendor", value=lambda one: one.vendor or None
            ),
            ListColumn[AcceptedLine](
                key="reason", title="accepted.reason", value=lambda one: one.reason
            ),
            ListColumn[AcceptedLine](
                key="compensation",
                title="accepted.compensation",
                value=lambda one: one.compensation,
            ),
            ListColumn[AcceptedLine](
                key="approver", title="accepted.approver", value=lambda one: one.approver
            ),
            ListColumn[AcceptedLine](
                key="until", title="accepted.until", value=lambda one: one.until
            ),
            ListColumn[AcceptedLine](
                key="state",
                title="accepted.state",
                value=lambda one: STATES.index(one.state),
                exported=lambda one: t(f"accepted.is_{one.state}"),
            ),
        ],
        [
            ListFilter[AcceptedLine](
                key="state",
                title="accepted.state",
                options={one: t(f"accepted.is_{one}") for one in STATES},
                holds=lambda one, value: one.state == value,
            ),
            ListFilter[AcceptedLine](
                key="kind",
                title="accepted.kind",
                options={one.value: t(f"accepted.kind_{one}") for one in AcceptedKind},
                holds=lambda one, value: one.kind == value,
            ),
        ],
        found_by=lambda one: (one.title, one.detail, one.vendor, one.reason, one.approver),
        order="state",
    )
