"""How each noun lies in the tables: own columns, parts in tables of their own, references.

A part is a field that is kept as rows of another table, in order. A reference names the nouns that
its value may be the id of. A fact is archived together with whatever it `needs`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sqlalchemy import Table

from vendormgr.domain.assessment import Assessment, TierChange
from vendormgr.domain.assurance import Disclosure, Evidence, Review, Sheet
from vendormgr.domain.negotiation import Negotiation, OwnClause
from vendormgr.domain.plain import parts_reader
from vendormgr.domain.portfolio import (
    NOUNS,
    Asset,
    ClauseState,
    Connection,
    Contact,
    Contract,
    Facility,
    Fact,
    ItemDefault,
    Measure,
    OutboundConnection,
    Override,
    OwnItem,
    Party,
    Relation,
    Responsibility,
    Service,
    Statement,
    System,
)
from vendormgr.domain.selection import Candidate, Selection
from vendormgr.domain.vocabulary import ClauseStatus, Column, Holder
from vendormgr.store.tables import agreement, assurance, estate
from vendormgr.store.tables.base import Row, table_of
from vendormgr.store.tables.record import FactRow

Kinds = tuple[type[Fact], ...]
Cells = tuple[Any, ...]
NOUN_OF: Mapping[type[Any], str] = {kind: noun for noun, kind in NOUNS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A field that has a table of its own, one row per element, in order."""

    name: str
    """The fact's field."""
    table: Table
    owner: str
    """The column that names the fact."""
    columns: tuple[str, ...]
    split: Callable[[Any], Iterable[Cells]]
    """The field's value to the cells of its rows."""
    join: Callable[[Sequence[Cells]], Any]
    """The cells of its rows to the field's value."""
    refers: Mapping[str, Kinds] = field(default_factory=dict)
    soft: Mapping[str, Kinds] = field(default_factory=dict)
    """Columns that may name such a record (before a dot) or something that is always there."""
    known: str | None = None
    """The fact's column that says whether the value is known (not None)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One noun: its fact, its table, its fields."""

    noun: str
    kind: type[Fact]
    table: Table
    columns: tuple[str, ...]
    """Fields kept in the noun's own table; `id` comes first."""
    readers: tuple[tuple[int, Callable[[Any], Any]], ...]
    """Place of a column and how its value becomes the field's."""
    parts: tuple[Part, ...]
    refers: Mapping[str, Kinds]
    soft: Mapping[str, Kinds]
    """Fields that may name such a record, or something of the catalogue."""
    needs: tuple[str, ...]
    """References without which the fact cannot stand."""
    prefix: str
    """Beginning of ids that the database gives out."""
    numbered: bool
    """Documents list it without an id; the database gives one with a dot."""


def _members(values: type[StrEnum]) -> Callable[[Any], Any]:
    by_value = {member.value: member for member in values}
    return lambda raw: None if raw is None else by_value[raw]


def _read_defaults(raw: Mapping[str, str]) -> dict[Column, Holder]:
    return {Column(column): Holder(party) for column, party in raw.items()}


def _readers(kind: type[Fact], columns: tuple[str, ...]) -> tuple[tuple[int, Any], ...]:
    hints = get_type_hints(kind)
    readers: list[tuple[int, Any]] = []
    for place, name in enumerate(columns):
        hint = hints[name]
        if get_origin(hint) in {Union, UnionType}:
            hint = next(one for one in get_args(hint) if one is not type(None))
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            readers.append((place, _members(hint)))
        elif name == "defaults":
            readers.append((place, _read_defaults))
        elif get_origin(hint) is tuple:
            readers.append((place, parts_reader(hint)))
    return tuple(readers)


def _listed(name: str, row: type[Row], owner: str, column: str, *targets: type[Fact]) -> Part:
    """A tuple of texts, each one row with one column."""
    return Part(
        name=name,
        table=table_of(row),
        owner=owner,
        columns=(column,),
        split=lambda values: [(value,) for value in values or () if value],
        join=lambda rows: tuple(value for (value,) in rows),
        refers={column: targets} if targets else {},
        known="accountable_known" if name == "accountable" else None,
    )


def _join_clauses(rows: Sequence[Cells]) -> dict[str, ClauseState]:
    return {
        clause: ClauseState(status=_STATUS[status], **dict(zip(_CLAUSE[1:], rest, strict=True)))
        for clause, status, *rest in rows
    }


def _split_overrides(overrides: Iterable[Override]) -> list[Cells]:
    return [tuple(getattr(one, name) for name in _OVERRIDE) for one in overrides]


def _join_overrides(rows: Sequence[Cells]) -> tuple[Override, ...]:
    return tuple(
        Override(
            **{
                name: _HOLDER(value) if name in _HOLDERS else value
                for name, value in zip(_OVERRIDE, row, strict=True)
            }
        )
        for row in rows
    )


_STATUS = {status.value: status for status in ClauseStatus}
_HOLDER = _members(Holder)
_HOLDERS = frozenset({"party", "emergency"})
_CLAUSE = tuple(one.name for one in fields(ClauseState))
_OVERRIDE = tuple(one.name for one in fields(Override))
_CLAUSES = Part(
    name="clauses",
    table=table_of(agreement.ContractClauseRow),
    owner="contract",
    columns=("clause", *_CLAUSE),
    split=lambda clauses: [
        (name, *(getattr(one, cell) for cell in _CLAUSE)) for name, one in clauses.items()
    ],
    join=_join_clauses,
)
_OVERRIDES = Part(
    name="overrides",
    table=table_of(agreement.ContractOverrideRow),
    owner="contract",
    columns=_OVERRIDE,
    split=_split_overrides,
    join=_join_overrides,
    refers={"service": (Service,)},
    soft={"item": (OwnItem,)},
)
_SETS = Part(
    name="sets",
    table=table_of(estate.MeasureSetRow),
    owner="measure",
    columns=("setting",),
    split=lambda values: [(value,) for value in values],
    join=lambda rows: tuple(value for (value,) in rows),
    soft={"setting": (Connection, Asset)},
)


def _shape(
    kind: type[Fact],
    row: type[FactRow],
    prefix: str,
    *parts: Part,
    needs: tuple[str, ...] = (),
    soft: Mapping[str, Kinds] | None = None,
    **refers: type[Fact] | Kinds,
) -> Shape:
    apart = {part.name for part in parts}
    columns = tuple(one.name for one in fields(kind) if one.name not in apart)
    id_field = next(one for one in fields(kind) if one.name == "id")
    return Shape(
        noun=NOUN_OF[kind],
        kind=kind,
        table=table_of(row),
        columns=columns,
        readers=_readers(kind, columns),
        parts=parts,
        refers={
            name: kinds if isinstance(kinds, tuple) else (kinds,) for name, kinds in refers.items()
        },
        soft=soft or {},
        needs=needs,
        prefix=prefix,
        numbered=id_field.default == "",
    )


_ALL = (
    _shape(Party, estate.PartyRow, "vendor"),
    _shape(Contact, estate.ContactRow, "contact", needs=("party",), party=Party),
    _shape(Relation, estate.RelationRow, "relation", needs=("from_", "to"), from_=Party, to=Party),
    _shape(Facility, estate.FacilityRow, "facility"),
    _shape(System, estate.SystemRow, "system", lead=Party, facility=Facility),
    _shape(
        Service,
        estate.ServiceRow,
        "service",
        _listed("interfaces_with", estate.ServiceInterfaceRow, "service", "other", Service),
        needs=("vendor",),
        vendor=Party,
        system=System,
        runs_on=Service,
    ),
    _shape(
        Asset,
        estate.AssetRow,
        "asset",
        _listed("intended_parties", estate.AssetIntendedPartyRow, "asset", "party", Party),
        _listed("holds_credentials_for", estate.AssetCredentialForRow, "asset", "target", Asset),
        owner=Party,
        maintained_by=Party,
        service=Service,
        facility=Facility,
    ),
    _shape(
        Connection,
        estate.ConnectionRow,
        "line",
        _listed("needs", estate.ConnectionNeedRow, "connection", "asset", Asset),
        needs=("from_", "to"),
        soft={"initiator": (Party,)},
        from_=Asset,
        to=Asset,
        line_party=Party,
    ),
    _shape(
        Measure,
        estate.MeasureRow,
        "measure",
        _SETS,
    ),
    _shape(
        OutboundConnection,
        estate.OutboundConnectionRow,
        "outbound",
        needs=("from_", "to"),
        soft={"initiator": (Party,)},
        from_=Asset,
        to=Asset,
    ),
    _shape(
        Contract,
        agreement.ContractRow,
        "contract",
        _listed("services", agreement.ContractServiceRow, "contract", "service", Service),
        _CLAUSES,
        _OVERRIDES,
        needs=("party",),
        soft={"amends": (Contract,)},
        party=Party,
    ),
    _shape(
        Statement,
        agreement.StatementRow,
        "statement",
        needs=("service", "item"),
        soft={"item": (OwnItem,)},
        service=Service,
        by=Party,
    ),
    _shape(
        Responsibility,
        agreement.ResponsibilityRow,
        "duty",
        _listed("accountable", agreement.DutyAccountableRow, "responsibility", "party", Party),
        needs=("subject",),
        subject=(Asset, Connection, Service),
    ),
    _shape(
        OwnItem,
        agreement.OwnItemRow,
        "row",
        _listed("settled_by", agreement.OwnItemClauseRow, "own_item", "clause"),
    ),
    _shape(
        ItemDefault,
        agreement.ItemDefaultRow,
        "default",
        needs=("item",),
        soft={"item": (OwnItem,)},
    ),
    _shape(OwnClause, agreement.OwnClauseRow, "clause"),
    _shape(
        Negotiation,
        agreement.NegotiationRow,
        "round",
        needs=("contract",),
        soft={"clause": (OwnClause,)},
        contract=Contract,
    ),
    _shape(TierChange, assurance.TierChangeRow, "tier", needs=("party",), party=Party),
    _shape(Assessment, assurance.AssessmentRow, "assessment", needs=("service",), service=Service),
    _shape(
        Evidence,
        assurance.EvidenceRow,
        "evidence",
        needs=("party",),
        party=Party,
        service=Service,
        soft={"replaces": (Evidence,)},
    ),
    _shape(
        Disclosure,
        assurance.DisclosureRow,
        "disclosure",
        needs=("party",),
        party=Party,
        service=Service,
    ),
    _shape(Sheet, assurance.SheetRow, "sheet", party=Party, system=System),
    _shape(Review, assurance.ReviewRow, "review", needs=("party",), party=Party),
    _shape(
        Selection,
        assurance.SelectionRow,
        "selection",
        soft={"chosen": (Candidate,)},
        system=System,
    ),
    _shape(
        Candidate,
        assurance.CandidateRow,
        "candidate",
        needs=("selection",),
        selection=Selection,
        party=Party,
    ),
)
SHAPES: Mapping[str, Shape] = {shape.noun: shape for shape in _ALL}
"""Noun to its shape, in the order in which records have to be written."""


def shape_of(kind: type[Any]) -> Shape:
    """The shape of a kind of fact."""
    return SHAPES[NOUN_OF[kind]]
