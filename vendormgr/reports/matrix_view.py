"""The responsibility matrix as a paper shows it: every text decided, nothing left to look up."""

from dataclasses import dataclass

from vendormgr.domain.vocabulary import Holder
from vendormgr.reports.cells import Value
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.look import Tone
from vendormgr.reports.page import Heading
from vendormgr.reports.parts import Signer
from vendormgr.reports.sources import SourceNote


@dataclass(frozen=True, slots=True)
class Mark:
    """A problem in a word and a colour."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class CellView:
    """One cell: the four answers in words."""

    holder: Holder
    who: str
    marks: tuple[Mark, ...]
    proposed: str
    written: str
    stated: str
    why: str
    people: tuple[str, ...]
    """Who decides, who performs."""
    small: str
    """Proposed, written and stated on one line, for narrow columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallView:
    """What a row of a system comes to over all its services."""

    doers: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One row of the matrix."""

    number: int
    item: str
    title: str
    help: str
    origin: str
    """独自の行, 既定を変更 or empty."""
    notes: tuple[int, ...]
    cells: tuple[CellView, ...]
    overall: OverallView | None


@dataclass(frozen=True, slots=True)
class LayerView:
    """Rows under one heading."""

    title: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnView:
    """One service at the head of its column."""

    service: str
    title: str
    vendor: str
    model: str
    contract: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The conclusion at the top."""

    lead: str
    alarm: str
    """What is lacking; empty where nothing is."""
    rest: str
    marks: tuple[Mark, ...]
    """Each kind of problem with its count."""


@dataclass(frozen=True, slots=True)
class FlatSheet:
    """A table with one line for each thing, as for filtering."""

    titles: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixDocument:
    """The responsibility matrix of a service or a system, ready for paper and for Excel."""

    imprint: Imprint
    heading: Heading
    summary: Summary
    columns: tuple[ColumnView, ...]
    layers: tuple[LayerView, ...]
    notes: tuple[SourceNote, ...]
    signers: tuple[Signer, ...]
    """Empty: no signature boxes."""
    flat: FlatSheet
    deemed: FlatSheet
    deemed_verdict: str
