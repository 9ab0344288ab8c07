"""Citations: what an id names, how well it was checked, and where another edition has it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vendormgr.domain.background import EditionChange
from vendormgr.domain.catalogue import Catalogue, ClauseTopic, Incident, Requirement
from vendormgr.domain.text import NO_TEXT, Text
from vendormgr.domain.vocabulary import Edition, Verified


class CitationKind(StrEnum):
    """根拠の種類: what a citation id can name."""

    REQUIREMENT = "requirement"
    CLAUSE = "clause"
    INCIDENT = "incident"


class EditionFit(StrEnum):
    """版との対応: whether a citation holds under an edition of the guideline."""

    SAME = "same"
    MOVED = "moved"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """根拠: what a row, a clause or a rule rests on."""

    id: str
    kind: CitationKind
    source_title: Text
    source_short: Text
    """What a table shows, such as 「6.0 企画管理編」."""
    section: Text
    """Place in the source; for an incident, the case."""
    title: Text
    verified: Verified | None
    """None: our own topic, so there is no original to check against."""
    url: str | None = None
    """The page that was read, often a published copy."""
    source_urls: Mapping[str, str] = field(default_factory=dict)
    """Addresses of the official document, by part."""

    @property
    def needs_checking(self) -> bool:
        """Whether 「要原典確認」 stands beside it wherever it is shown."""
        return self.verified is not None and self.verified is not Verified.PRIMARY


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPlace:
    """Where a citation is found in an edition."""

    fit: EditionFit
    ids: tuple[str, ...]
    """Citations to show under that edition; empty when its place is not confirmed."""
    change: EditionChange | None = None
    """The entry of the crosswalk, where there is one."""


class UnknownCitationError(Exception):
    """The catalogue has nothing of that id."""

    def __init__(self, citation_id: str) -> None:
        super().__init__(citation_id)
        self.citation_id = citation_id


_OUR_CLAUSES = Text("契約条項(本製品の整理)", "Contract clauses (our own list)")
_CLAUSE = Text("契約条項", "Contract clause")
_INCIDENTS = Text("公表された事例", "Published incidents")
_INCIDENT = Text("事例", "Incident")

_GRADES = {"P": Verified.PRIMARY, "S": Verified.SECONDARY, "I": Verified.MEMORY}


def cite(catalogue: Catalogue, citation_id: str) -> Citation:
    """What the id names: a requirement, a clause or an incident.

    Raises:
        UnknownCitationError: The catalogue has nothing of that id.
    """
    if requirement := catalogue.requirements.get(citation_id):
        return _of_requirement(catalogue, requirement)
    if clause := catalogue.clauses.get(citation_id):
        return _of_clause(clause)
    if incident := catalogue.incidents.get(citation_id):
        return _of_incident(incident)
    raise UnknownCitationError(citation_id)


def editions_of(catalogue: Catalogue, citation_id: str) -> tuple[Edition, ...]:
    """The editions that a citation belongs to; what no edition holds (laws, cases) is in both.

    Raises:
        UnknownCitationError: The catalogue has nothing of that id.
    """
    requirement = catalogue.requirements.get(citation_id)
    if requirement is None:
        cite(catalogue, citation_id)
        return tuple(Edition)
    edition = catalogue.sources[requirement.source].edition
    return tuple(Edition) if edition is None else (Edition(edition),)


def crosswalk(catalogue: Catalogue, citation_id: str) -> EditionChange | None:
    """The entry of the edition crosswalk that names the citation on either side."""
    changes = catalogue.background.editions
    return next((c for c in changes if citation_id in {*c.cites_v6, *c.cites_v7}), None)


def place_in(catalogue: Catalogue, citation_id: str, edition: Edition) -> EditionPlace:
    """Where a citation is found under an edition, so that it resolves in both.

    Raises:
        UnknownCitationError: The catalogue has nothing of that id.
    """
    if edition in editions_of(catalogue, citation_id):
        return EditionPlace(fit=EditionFit.SAME, ids=(citation_id,))
    change = crosswalk(catalogue, citation_id)
    if change is None:
        return EditionPlace(fit=EditionFit.UNCONFIRMED, ids=())
    ids = change.cites_v7 if edition is Edition.V7 else change.cites_v6
    fit = EditionFit.MOVED if ids else EditionFit.UNCONFIRMED
    return EditionPlace(fit=fit, ids=ids, change=change)


def _of_requirement(catalogue: Catalogue, requirement: Requirement) -> Citation:
    source = catalogue.sources[requirement.source]
    return Citation(
        id=requirement.id,
        kind=CitationKind.REQUIREMENT,
        source_title=source.title,
        source_short=source.short,
        section=Text(requirement.section, requirement.section),
        title=requirement.title,
        verified=requirement.verified,
        url=requirement.url,
        source_urls=source.urls,
    )


def _of_clause(clause: ClauseTopic) -> Citation:
    return Citation(
        id=clause.id,
        kind=CitationKind.CLAUSE,
        source_title=_OUR_CLAUSES,
        source_short=_CLAUSE,
        section=NO_TEXT,
        title=clause.title,
        verified=None,
    )


def _of_incident(incident: Incident) -> Citation:
    return Citation(
        id=incident.id,
        kind=CitationKind.INCIDENT,
        source_title=_INCIDENTS,
        source_short=_INCIDENT,
        section=incident.case,
        title=incident.fact,
        verified=_GRADES[incident.grade],
    )
