"""みなし遵守: can the hospital use it? Server by server, and what is missing for a yes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.deemed import (
    UPDATE_CLAUSE,
    UPDATE_ROWS,
    DeemedServer,
    Lack,
    LackReason,
)
from vendormgr.domain.deemed_ask import clauses_to_ask
from vendormgr.domain.negotiation import Negotiation
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.vocabulary import Edition, Holder
from vendormgr.i18n import label, t
from vendormgr.store import record as store
from vendormgr.store.audit import batch_of
from vendormgr.web.access import actor, can, needs, user
from vendormgr.web.db import writing
from vendormgr.web.deemed_sight import deemed_in_sight
from vendormgr.web.estate import estate
from vendormgr.web.flashes import done, warn
from vendormgr.web.forms import Form
from vendormgr.web.matrix_address import PANEL
from vendormgr.web.matrix_cell import CitedPlace, cited_places
from vendormgr.web.negotiation_wording import default_ask

pages = Blueprint("deemed", __name__)
CITED = ("G7-01", "G7-02")
"""What edition 7.0 says of it, as the catalogue has it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is missing, in words, and where it can be mended."""

    text: str
    url: str | None
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerLine:
    """One server as the page shows it."""

    server: DeemedServer
    name: str
    url: str | None
    hosted: bool
    """A service at the vendor's, not a server in the hospital."""
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractLacks:
    """What has to be written into one contract, over all servers."""

    contract: Contract
    clause_missing: bool
    rows: tuple[tuple[str, str], ...]
    """(service, row) that the contract leaves with the hospital."""
    servers: tuple[str, ...]
    to_ask: tuple[str, ...] = ()
    """Clauses that a yes takes and that nobody asks for yet."""


@pages.get("/deemed-compliance")
@needs(Permission.VIEW_PORTFOLIO)
def show() -> ResponseReturnValue:
    """The answer in one sentence, the servers, and the clauses to ask for by contract."""
    conclusions = estate()
    deemed = deemed_in_sight(conclusions)
    lines = [
        _line(conclusions, server, hosted=whole.asset is None)
        for server, whole in zip(deemed.servers, conclusions.deemed.servers, strict=True)
    ]
    edition = conclusions.estate.edition
    return render_template(
        "deemed/show.html",
        deemed=deemed,
        lines=sorted(lines, key=lambda one: one.server.met),
        rows=UPDATE_ROWS,
        contracts=_with_clauses(conclusions, lacks_by_contract(conclusions, lines)),
        lacking=sum(not one.server.met for one in lines),
        edition=edition,
        applies=edition is Edition.V7,
        citations=_citations(conclusions, edition),
        clause=conclusions.catalogue.clauses[UPDATE_CLAUSE],
        unclassified=[(one, _unclassified_url(conclusions, one)) for one in deemed.unclassified],
        names=conclusions.index.name,
    )


@pages.post("/deemed-compliance/negotiate")
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_CONTRACTS)
def negotiate() -> ResponseReturnValue:
    """Begin a round over every clause that a contract lacks for a yes; undone by one button."""
    conclusions = estate()
    contract = conclusions.index.contracts.get(request.form.get("contract", ""))
    if contract is None or not Form().submitted():
        abort(404)
    clauses = _clauses_to_ask(conclusions).get(contract.id, ())
    if not clauses:
        warn(t("deemed.asked_already"))
        return redirect(url_for("deemed.show", _anchor="contracts"), 303)
    batch = None
    with writing() as session:
        for clause in clauses:
            asked = _first_round(conclusions, contract, clause)
            made = store.create(session, asked, by=actor(), batch=batch)
            batch = batch_of(session, "negotiations", made.fact.id)
    done(t("deemed.negotiating", n=len(clauses)), undo=batch)
    return redirect(url_for("negotiation_sheet.show", id_=contract.id, show="asked"), 303)


def _first_round(conclusions: Conclusions, contract: Contract, clause: str) -> Negotiation:
    topic = conclusions.catalogue.clauses[clause]
    return Negotiation(
        contract=contract.id,
        clause=clause,
        on=conclusions.today,
        ask=default_ask(conclusions, contract, topic, lines=False),
        by=user().name,
        note=t("deemed.round_note"),
    )


def _clauses_to_ask(conclusions: Conclusions) -> Mapping[str, tuple[str, ...]]:
    open_rounds = {
        (one.contract or "", one.clause or "")
        for one in conclusions.portfolio.negotiations
        if one.decision is None
    }
    return clauses_to_ask(conclusions, conclusions.deemed.servers, asked=open_rounds)


def _with_clauses(
    conclusions: Conclusions, lacks: Iterator[ContractLacks]
) -> tuple[ContractLacks, ...]:
    wanted = _clauses_to_ask(conclusions)
    return tuple(replace(one, to_ask=wanted.get(one.contract.id, ())) for one in lacks)


def _citations(conclusions: Conclusions, edition: Edition) -> tuple[CitedPlace, ...]:
    known = tuple(one for one in CITED if one in conclusions.catalogue.requirements)
    return cited_places(conclusions, known, edition)


def _line(conclusions: Conclusions, server: DeemedServer, *, hosted: bool) -> ServerLine:
    name = conclusions.index.name
    if server.asset is not None:
        text, url = name(server.asset), url_for("asset.show", id_=server.asset)
    elif server.service is not None:
        service = name(server.service)
        text = service if hosted else t("deemed.server_of", service=service)
        url = url_for("service.show", id_=server.service)
    else:
        text, url = t("deemed.unnamed_server"), None
    steps = tuple(_steps(conclusions, server))
    return ServerLine(server=server, name=text, url=url, hosted=hosted, steps=steps)


def _steps(conclusions: Conclusions, server: DeemedServer) -> Iterator[Step]:
    """What is missing, the rows of one service together."""
    rows: dict[tuple[str | None, Holder | None], list[Lack]] = {}
    for lack in server.missing:
        if lack.reason is LackReason.ROW_NOT_VENDOR:
            rows.setdefault((lack.service, lack.effective), []).append(lack)
        else:
            yield _step(conclusions, server, [lack])
    for lacks in rows.values():
        yield _step(conclusions, server, lacks)


def _step(conclusions: Conclusions, server: DeemedServer, lacks: list[Lack]) -> Step:
    """One step in words, with the page that mends it, if the person may use that."""
    name, lack = conclusions.index.name, lacks[0]
    rows = [t(f"deemed.row_{one.item}") for one in lacks if one.item]
    text = t(
        f"deemed.lack_{lack.reason}",
        contract=name(lack.contract or ""),
        service=name(lack.service or ""),
        items=t("common.comma").join(rows),
        holder=label(lack.effective) if lack.effective else "",
        status=label(lack.status) if lack.status else "",
        vendor=name(server.maintained_by or ""),
    )
    url = _mended_at(server, lack)
    return Step(text, url, t(f"deemed.action_{lack.reason}") if url else "")


def _mended_at(server: DeemedServer, lack: Lack) -> str | None:
    edits = can(Permission.EDIT_CONTRACTS)
    match lack.reason:
        case LackReason.ROW_NOT_VENDOR if lack.service:
            service, item = lack.service, lack.item
            return url_for("matrix.service", id_=service, service=service, item=item, _anchor=PANEL)
        case LackReason.CLAUSE_NOT_PRESENT | LackReason.CONTRACT_NOT_IN_FORCE if lack.contract:
            return url_for("contract.show", id_=lack.contract)
        case LackReason.SERVICE_NOT_COVERED | LackReason.NO_SERVICE_COVERED if edits:
            return url_for("contract.edit", id_=lack.contract or "")
        case LackReason.NO_CONTRACT if edits:
            return url_for("contract.new", party=server.maintained_by)
        case LackReason.NO_MAINTAINER if server.asset and can(Permission.EDIT_ASSETS):
            return url_for("asset.edit", id_=server.asset)
        case _:
            return None


def _unclassified_url(conclusions: Conclusions, one: str) -> str:
    inside = one in conclusions.index.assets
    return url_for("asset.show" if inside else "service.show", id_=one)


def lacks_by_contract(conclusions: Conclusions, lines: list[ServerLine]) -> Iterator[ContractLacks]:
    """What each contract would have to say, most servers first."""
    servers: defaultdict[str, list[str]] = defaultdict(list)
    lacks: defaultdict[str, list[Lack]] = defaultdict(list)
    for line in lines:
        for lack in line.server.missing:
            if lack.contract is not None:
                lacks[lack.contract].append(lack)
                servers[lack.contract].append(line.name)
    for contract in sorted(lacks, key=lambda one: -len(set(servers[one]))):
        yield _of_contract(conclusions.index.contracts[contract], lacks[contract], servers)


def _of_contract(
    contract: Contract, lacks: list[Lack], servers: Mapping[str, list[str]]
) -> ContractLacks:
    rows = (
        (one.service or "", one.item or "")
        for one in lacks
        if one.reason is LackReason.ROW_NOT_VENDOR
    )
    return ContractLacks(
        contract=contract,
        clause_missing=any(one.reason is LackReason.CLAUSE_NOT_PRESENT for one in lacks),
        rows=tuple(dict.fromkeys(rows)),
        servers=tuple(dict.fromkeys(servers[contract.id])),
    )
