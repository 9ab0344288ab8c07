"""Small builders that know defaults: a test names only what matters to it.

The cast is always the same: a hospital, an EHR SaaS vendor, a caterer and a maintenance firm
(HOSPITAL, EHR, CATERER, MAINTAINER). `portfolio(...)` takes any facts in any order, sorts them into
their lists and adds the cast members that are not given. Days are ISO text; clause states may be
given as words ({"two-factor": "absent"}).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from vendormgr.domain.assessment import Assessment
from vendormgr.domain.assurance import (
    Disclosure,
    DisclosureAnswer,
    Evidence,
    Review,
    Sheet,
    SheetAnswer,
)
from vendormgr.domain.catalogue import (
    Catalogue,
    ClauseTopic,
    ConnectionKind,
    ResponsibilityItem,
    Text,
)
from vendormgr.domain.index import Index, build_index
from vendormgr.domain.portfolio import (
    NOUNS,
    Asset,
    ClauseState,
    Connection,
    Contact,
    Contract,
    Fact,
    Override,
    Party,
    Portfolio,
    Relation,
    Responsibility,
    Service,
    Statement,
    System,
)
from vendormgr.domain.vocabulary import (
    Answer,
    AssetKind,
    ClauseLevel,
    ClauseStatus,
    Column,
    DataClass,
    DisclosureForm,
    EvidenceKind,
    Holder,
    Location,
    PartyRole,
    ServiceModel,
    SheetKind,
)

TODAY = date(2026, 10, 1)
HOSPITAL, EHR, CATERER, MAINTAINER = "hospital", "ehr", "caterer", "maintainer"
CAST = (
    Party(id=HOSPITAL, role=PartyRole.HOSPITAL, name="試験病院"),
    Party(id=EHR, role=PartyRole.VENDOR, name="電子カルテ事業者", it_vendor=True),
    Party(id=CATERER, role=PartyRole.VENDOR, name="給食事業者", it_vendor=False),
    Party(id=MAINTAINER, role=PartyRole.VENDOR, name="保守事業者", it_vendor=True),
)
_NOUN_OF = {kind: noun for noun, kind in NOUNS.items()}


def day(text: str | date | None) -> date | None:
    """A day from ISO text."""
    return date.fromisoformat(text) if isinstance(text, str) else text


def party(id_: str = EHR, **fields: Any) -> Party:
    """A cast member with other fields, or a new vendor."""
    known = next((member for member in CAST if member.id == id_), None)
    if known is not None:
        return replace(known, **fields)
    return Party(**{"id": id_, "role": PartyRole.VENDOR, "name": id_, **fields})


def system(id_: str = "ehr-system", **fields: Any) -> System:
    """A system without a lead."""
    return System(id=id_, **fields)


def service(
    id_: str = "ehr-saas", vendor: str = EHR, model: str = "saas", **fields: Any
) -> Service:
    """A service of the EHR vendor under saas, nothing else known."""
    if isinstance(fields.get("data_class"), str):
        fields["data_class"] = DataClass(fields["data_class"])
    return Service(id=id_, vendor=vendor, model=ServiceModel(model), **fields)


def asset(id_: str = "ehr-core", **fields: Any) -> Asset:
    """A hospital-owned system in the hospital; location="external" has no owner unless given."""
    fields["kind"] = AssetKind(fields.get("kind", "system"))
    fields["location"] = Location(fields.get("location", "hospital"))
    if fields["location"] is Location.HOSPITAL:
        fields.setdefault("owner", HOSPITAL)
    if isinstance(fields.get("data_class"), str):
        fields["data_class"] = DataClass(fields["data_class"])
    for name in ("vuln_known_on", "remediated_on", "support_ends_on", "firmware_checked_on"):
        if name in fields:
            fields[name] = day(fields[name])
    return Asset(id=id_, **fields)


def connection(
    from_: str, to: str, id_: str = "line", kind: str = "remote_session", **fields: Any
) -> Connection:
    """A remote session from one asset to another, no control known."""
    return Connection(id=id_, from_=from_, to=to, kind=kind, **fields)


def relation(from_: str, to: str, id_: str = "r1", **fields: Any) -> Relation:
    """One party outsources to another, nothing else known."""
    return Relation(id=id_, from_=from_, to=to, **fields)


def contract(
    *services: str,
    id_: str = "c-ehr",
    party: str | None = EHR,
    clauses: Mapping[str, str | ClauseState] | None = None,
    **fields: Any,
) -> Contract:
    """A contract of the EHR vendor over the services, in force without known ends."""
    for name in ("starts_on", "ends_on"):
        if name in fields:
            fields[name] = day(fields[name])
    return Contract(
        id=id_,
        party=party,
        services=services,
        clauses={key: clause_state(state) for key, state in (clauses or {}).items()},
        **fields,
    )


def clause_state(state: str | ClauseState) -> ClauseState:
    """A clause state from its status word."""
    return ClauseState(status=ClauseStatus(state)) if isinstance(state, str) else state


def override(service: str, item: str, party: str, **fields: Any) -> Override:
    """What a contract says about one row."""
    return Override(service=service, item=item, party=Holder(party), **fields)


def statement(service: str, item: str, party: str, on: str | None = None) -> Statement:
    """What a vendor said of itself."""
    return Statement(service=service, item=item, party=Holder(party), by=EHR, on=day(on))


def responsibility(subject: str, duty: str, *accountable: str, **fields: Any) -> Responsibility:
    """Who is accountable for a duty; nobody when no party is given."""
    return Responsibility(subject=subject, duty=duty, accountable=accountable, **fields)


def contact(party: str = EHR, id_: str = "desk", **fields: Any) -> Contact:
    """A contact of a party."""
    return Contact(id=id_, party=party, **fields)


def assessment(
    service: str = "ehr-saas", on: str | None = "2026-04-01", **fields: Any
) -> Assessment:
    """An assessment of that day, told to the vendor and agreed on the same day."""
    told = {"communicated_on": day(on), "agreed_on": day(on)}
    return Assessment(**{"id": "a1", "service": service, "assessed_on": day(on), **told, **fields})


def evidence(kind: str = "isms", party: str = EHR, **fields: Any) -> Evidence:
    """A certificate that was issued early in the year and has no end on record."""
    for name in ("issued_on", "expires_on"):
        fields[name] = day(fields.get(name, "2026-01-10" if name == "issued_on" else None))
    return Evidence(**{"id": "e1", "kind": EvidenceKind(kind), "party": party, **fields})


def disclosure(*answers: DisclosureAnswer, form: str = "sds", **fields: Any) -> Disclosure:
    """A disclosure of the EHR vendor, dated this year."""
    fields["dated_on"] = day(fields.get("dated_on", "2026-05-01"))
    given = {"id": "d1", "party": EHR, "form": DisclosureForm(form), "answers": answers}
    return Disclosure(**{**given, **fields})


def said_no(number: str = "1", **fields: Any) -> DisclosureAnswer:
    """A no, on which nothing is decided unless it is given."""
    for name in ("accepted_until", "target_on"):
        fields[name] = day(fields.get(name))
    return DisclosureAnswer(number=number, answer=Answer.NO, **fields)


def sheet(*answers: SheetAnswer, year: int = 2026, **fields: Any) -> Sheet:
    """The EHR vendor's checklist of this fiscal year, collected."""
    fields["collected_on"] = day(fields.get("collected_on", f"{year}-06-01"))
    given = {"id": "sheet", "kind": SheetKind.VENDOR_CHECKLIST, "party": EHR}
    return Sheet(**{**given, "fiscal_year": year, "answers": answers, **fields})


def review(party: str = EHR, year: int = 2026, on: str | None = "2026-06-30") -> Review:
    """A review that was signed off."""
    return Review(party=party, fiscal_year=year, signed_off_on=day(on))


def portfolio(
    *facts: Fact, as_of: str | date = TODAY, cast: bool = True, **fields: Any
) -> Portfolio:
    """The facts as a portfolio, each in its list; the cast is added unless cast=False."""
    lists: dict[str, list[Fact]] = {}
    for fact in facts:
        lists.setdefault(_NOUN_OF[type(fact)], []).append(fact)
    if cast:
        given = {one.id for one in lists.get("parties", ())}
        missing: list[Fact] = [member for member in CAST if member.id not in given]
        lists["parties"] = missing + lists.get("parties", [])
    tuples: dict[str, Any] = {noun: tuple(listed) for noun, listed in lists.items()}
    return Portfolio(**{"id": "test", "as_of": day(as_of), **tuples, **fields})


def index(*facts: Fact, **fields: Any) -> Index:
    """The look-ups over `portfolio(...)` of the same arguments."""
    return build_index(portfolio(*facts, **fields))


def item(
    id_: str = "os-updates",
    default: str | Mapping[str, str] = "vendor",
    settled_by: tuple[str, ...] = (),
    **fields: Any,
) -> ResponsibilityItem:
    """A matrix row; one word is its default in every column, a mapping fills the rest with it."""
    if isinstance(default, str):
        default = {"*": default}
    defaults = {one: Holder(default.get(one, default.get("*", "vendor"))) for one in Column}
    values = {"layer": "os", "title": Text(id_, id_), "basis": "test", **fields}
    return ResponsibilityItem(id=id_, defaults=defaults, settled_by=settled_by, **values)


def clause(id_: str, level: str = "must", models: str = "", **fields: Any) -> ClauseTopic:
    """A clause topic; models is a space-separated list of columns, all of them when empty."""
    values = {"title": Text(id_, id_), "asks": Text(id_, id_), "phase": "contract", **fields}
    return ClauseTopic(
        id=id_,
        level=ClauseLevel(level),
        applies_models=frozenset(Column(one) for one in models.split()) or frozenset(Column),
        **values,
    )


def catalogue(*entries: ResponsibilityItem | ClauseTopic | ConnectionKind) -> Catalogue:
    """A catalogue of just these rows, clauses and connection kinds."""
    return Catalogue(
        sources={},
        requirements={},
        incidents={},
        items={one.id: one for one in entries if isinstance(one, ResponsibilityItem)},
        layers={"os": Text("OS", "OS")},
        clauses={one.id: one for one in entries if isinstance(one, ClauseTopic)},
        rules={},
        kinds={one.id: one for one in entries if isinstance(one, ConnectionKind)},
        controls={},
        published=(),
    )
