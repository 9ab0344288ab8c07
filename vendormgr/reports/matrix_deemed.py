"""みなし遵守 server by server, as a table: those of the services that a paper is about."""

from collections.abc import Collection

from vendormgr.domain.deemed import (
    UPDATE_CLAUSE,
    UPDATE_ROWS,
    DeemedCompliance,
    DeemedServer,
    Lack,
)
from vendormgr.domain.index import Index
from vendormgr.reports.cells import Value
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.matrix_view import FlatSheet
from vendormgr.reports.matrix_words import Teller


def deemed_of(
    deemed: DeemedCompliance, services: Collection[str], index: Index
) -> DeemedCompliance:
    """The part that belongs to these services: a paper goes to a vendor, and others are not its."""

    def belongs(asset: str | None, service: str | None) -> bool:
        known = index.assets.get(asset or "")
        return (service or (known.service if known is not None else None)) in services

    servers = tuple(one for one in deemed.servers if belongs(one.asset, one.service))
    return DeemedCompliance(
        met=bool(servers) and all(one.met for one in servers),
        servers=servers,
        unclassified=tuple(
            one for one in deemed.unclassified if one in services or belongs(one, None)
        ),
    )


def deemed_verdict(deemed: DeemedCompliance, imprint: Imprint) -> str:
    """How the servers of the paper stand, in one sentence; the answer takes all of the hospital."""
    n, lacking = len(deemed.servers), sum(not server.met for server in deemed.servers)
    if not n:
        return imprint.words("report.deemed.none")
    found = imprint.words("report.deemed.no", n=n, lacking=lacking)
    verdict = imprint.words("report.deemed.yes", n=n) if not lacking else found
    return imprint.sentences(verdict, imprint.words("report.deemed.whole"))


def deemed_sheet(deemed: DeemedCompliance, teller: Teller) -> FlatSheet:
    """A line for each server, then what nobody has classified yet."""
    words, language = teller.imprint.words, teller.imprint.language
    rows = teller.catalogue.items
    titles = (
        words("report.deemed.server"),
        words("report.deemed.maintained_by"),
        words("report.deemed.met"),
        *(rows[one].title.of(language) if one in rows else one for one in UPDATE_ROWS),
        words("report.matrix.contracts"),
        words("report.deemed.clause"),
        words("report.deemed.missing"),
    )
    open_ones = (
        (
            teller.index.name(one),
            "",
            words("report.deemed.unclassified"),
            *([""] * (len(UPDATE_ROWS) + 2)),
            words("report.deemed.unclassified_note"),
        )
        for one in deemed.unclassified
    )
    return FlatSheet(titles, (*(_line(one, teller) for one in deemed.servers), *open_ones))


def _line(server: DeemedServer, teller: Teller) -> tuple[Value, ...]:
    imprint, name = teller.imprint, teller.index.name
    clause = teller.catalogue.clauses.get(UPDATE_CLAUSE)
    title = clause.title.of(imprint.language) if clause else UPDATE_CLAUSE
    return (
        name(server.asset or server.service or ""),
        name(server.maintained_by) if server.maintained_by else "",
        imprint.words(f"report.deemed.met_{'yes' if server.met else 'no'}"),
        *(imprint.term(server.bears[row]) for row in UPDATE_ROWS),
        name(server.contract) if server.contract else "",
        f"{server.article or ''} {title}".strip() if server.clause else "",
        "\n".join(_lack(one, teller) for one in server.missing),
    )


def _lack(lack: Lack, teller: Teller) -> str:
    imprint, name = teller.imprint, teller.index.name
    item = teller.catalogue.items.get(lack.item or "")
    return imprint.words(
        f"report.deemed.lack.{lack.reason}",
        contract=name(lack.contract or ""),
        service=name(lack.service or ""),
        item=item.title.of(imprint.language) if item else lack.item or "",
        holder=imprint.term(lack.effective) if lack.effective else "",
        status=imprint.term(lack.status) if lack.status else "",
    )
