"""棚卸しの一覧: every vendor with how much is known of its lines."""

from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.portfolio import Party
from vendormgr.i18n import t
from vendormgr.web.listing import ListColumn, ListFilter, Listing, make_listing


@dataclass(frozen=True, slots=True)
class KnownLines:
    """How much is known of one vendor's lines."""

    party: Party
    lines: int
    unknown: int
    """Controls that nobody has confirmed."""


def known_lines(conclusions: Conclusions) -> Listing[KnownLines]:
    """The vendors that the address asks for, those with most open answers first."""
    index_, states = conclusions.index, conclusions.exposure.connections
    rows = [
        KnownLines(
            index_.parties[id_],
            len(lines := index_.lines_of.get(id_, ())),
            sum(len(states[one.id].unknown) for one in lines),
        )
        for id_ in conclusions.exposure.vendors
    ]
    return make_listing(
        rows,
        [
            ListColumn[KnownLines](
                key="name",
                title="exposure.vendor",
                value=lambda one: one.party.kana or one.party.name or one.party.id,
            ),
            ListColumn[KnownLines](
                key="listed",
                title="inventory.all_listed",
                value=lambda one: one.party.lines_listed is True,
            ),
            ListColumn[KnownLines](
                key="lines", title="inventory.lines_known", value=lambda one: one.lines
            ),
            ListColumn[KnownLines](
                key="unknown",
                title="inventory.unknown",
                value=lambda one: (one.party.lines_listed is True, -one.unknown),
            ),
        ],
        [
            ListFilter[KnownLines](
                key="open",
                title="inventory.unknown",
                options={"yes": t("inventory.with_unknown")},
                holds=lambda one, _: one.unknown > 0,
            ),
            ListFilter[KnownLines](
                key="todo",
                title="inventory.all_listed",
                options={"yes": t("inventory.not_listed")},
                holds=lambda one, _: one.party.lines_listed is not True,
            ),
        ],
        found_by=lambda one: (one.party.name, one.party.kana, one.party.id, one.party.service),
        order="unknown",
    )
