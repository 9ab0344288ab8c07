"""What `vendormgr check` and `vendormgr matrix` answer, as plain values for JSON.

Source of the keys: scenarios, command line contract.
"""

from collections.abc import Iterable
from typing import Any

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.deemed import DeemedServer
from vendormgr.domain.exposure import Path, Target
from vendormgr.domain.exposure.cuts import Cuts, cuts_of
from vendormgr.domain.gaps import Finding
from vendormgr.domain.matrix import INTERFACE_LEAD_MISSING
from vendormgr.domain.matrix_cell import DISPUTED, NO_DECIDER, UNASSIGNED, UNWRITTEN, Cell
from vendormgr.domain.vocabulary import AttackMode
from vendormgr.domain.wording import word

Plain = dict[str, Any]
CELL_RULES = frozenset({UNASSIGNED, UNWRITTEN, NO_DECIDER, DISPUTED})


def check_answer(conclusions: Conclusions, language: str) -> Plain:
    """Paths, cuts, reach and findings; one object."""
    exposure = conclusions.exposure
    return {
        "as_of": conclusions.today.isoformat(),
        "targets": [_target(target) for target in exposure.targets],
        "cuts": {mode.value: _cuts(cuts_of(exposure.graph, mode)) for mode in AttackMode},
        "reachable": {mode.value: list(exposure.reachable[mode]) for mode in AttackMode},
        "findings": _findings(conclusions.findings, conclusions, language),
    }


def matrix_answer(conclusions: Conclusions, language: str) -> Plain:
    """Cells, their findings and deemed compliance; one object."""
    deemed = conclusions.deemed
    return {
        "cells": [_cell(cell) for cell in conclusions.matrix.every_cell()],
        "findings": _findings(matrix_findings(conclusions), conclusions, language),
        "deemed_compliance": {
            "met": deemed.met,
            "servers": [_server(server) for server in deemed.servers],
        },
    }


def matrix_findings(conclusions: Conclusions) -> tuple[Finding, ...]:
    """The findings on cells and on leads between vendors, in their order."""
    return tuple(
        finding
        for finding in conclusions.findings
        if finding.rule == INTERFACE_LEAD_MISSING
        # The same rules also fire on duties of assets and lines, which are no cells.
        or (finding.rule in CELL_RULES and finding.item is not None)
    )


def _target(target: Target) -> Plain:
    return {
        "asset": target.asset,
        "mode": target.mode.value,
        "state": target.state.value,
        "path": None if target.path is None else _path(target.path),
    }


def _path(path: Path) -> Plain:
    return {"assets": list(path.assets), "connections": list(path.connections)}


def _cuts(cuts: Cuts) -> Plain:
    own = cuts.hospital_controlled
    return {
        "connections": cuts.connections,
        "sets": [list(one) for one in cuts.sets],
        "sets_complete": cuts.sets_complete,
        "fixes": cuts.fixes,
        "hospital_controlled": {"connections": own.connections, "fixes": own.fixes},
    }


def _findings(findings: Iterable[Finding], conclusions: Conclusions, language: str) -> list[Plain]:
    return [_finding(finding, conclusions, language) for finding in findings]


def _finding(finding: Finding, conclusions: Conclusions, language: str) -> Plain:
    worded = word(finding, conclusions, language)
    return {
        "rule": finding.rule,
        "subject": finding.subject,
        "severity": finding.severity.value,
        "title": worded.title,
        "detail": worded.detail,
        "remedy": worded.remedy,
        "citations": [citation.id for citation in worded.citations],
    }


def _cell(cell: Cell) -> Plain:
    return {
        "service": cell.service,
        "item": cell.item,
        "column": cell.column.value,
        "proposed": cell.proposed.value,
        "written": None if cell.written is None else cell.written.value,
        "stated": None if cell.stated is None else cell.stated.value,
        "effective": cell.effective.value,
        "performer": cell.performer,
        "clause": cell.clause,
        "article": cell.article,
        "reason": cell.because.value,
    }


def _server(server: DeemedServer) -> Plain:
    return {
        "asset": server.asset,
        "service": server.service,
        "maintained_by": server.maintained_by,
        "contract": server.contract,
        "clause": server.clause,
        "met": server.met,
    }
