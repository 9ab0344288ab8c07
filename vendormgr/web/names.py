"""What people call anything an id may name: records of every noun, and terms of the catalogue."""

from collections.abc import Callable

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.portfolio import Asset
from vendormgr.i18n import language, t
from vendormgr.store.record import find
from vendormgr.web.db import reading

Namer = Callable[[str], str]
"""Id to what people call the thing of that id; an id that names nothing comes back as it is."""


def past_or_present(name: Namer) -> Namer:
    """The same names, and those of equipment that was put away: its lines outlive it on record."""

    def named(id_: str) -> str:
        known = name(id_)
        if known != id_:
            return known
        stored = find(reading(), Asset, id_)
        return id_ if stored is None else stored.fact.label or id_

    return named


def namer(conclusions: Conclusions) -> Namer:
    """A function that names ids in the current language.

    It names assets and connections too: show its words only where their ids may be shown.
    """
    index, catalogue, words = conclusions.index, conclusions.catalogue, language()
    facilities = {one.id: one.name for one in conclusions.portfolio.facilities}
    duties = {one.id: one for one in conclusions.portfolio.responsibilities}
    terms = (catalogue.clauses, catalogue.items, catalogue.controls, catalogue.kinds)

    def name(id_: str) -> str:
        known = index.name(id_)
        if known != id_:
            return known
        if id_ in facilities:
            return facilities[id_] or id_
        line = index.connections.get(id_) or index.relations.get(id_)
        if line is not None:
            ends = index.name(line.from_ or "－"), index.name(line.to or "－")
            return t("connection.title", from_=ends[0], to=ends[1])
        if id_ in duties:
            return name(duties[id_].subject or id_)
        term = next((known[id_] for known in terms if id_ in known), None)
        return id_ if term is None else term.title.of(words)

    return name
