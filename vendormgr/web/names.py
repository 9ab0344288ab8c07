"""What people call anything an id may name: records of every noun, and terms of the catalogue."""

from collections.abc import Callable

from vendormgr.domain.analysis import Conclusions
from vendormgr.i18n import language, t

Namer = Callable[[str], str]
"""Id to what people call the thing of that id; an id that names nothing comes back as it is."""


def namer(conclusions: Conclusions) -> Namer:
    """A function that names ids in the current language.

    It names assets and connections too: show its words only where their ids may be shown.
    """
    index, catalogue, words = conclusions.index, conclusions.catalogue, language()
    facilities = {one.id: one.name for one in conclusions.portfolio.facilities}
    terms = (catalogue.clauses, catalogue.items, catalogue.controls, catalogue.kinds)

    def name(id_: str) -> str:
        known = index.name(id_)
        if known != id_:
            return known
        if id_ in facilities:
            return facilities[id_] or id_
        connection = index.connections.get(id_)
        if connection is not None:
            ends = index.name(connection.from_), index.name(connection.to)
            return t("connection.title", from_=ends[0], to=ends[1])
        term = next((known[id_] for known in terms if id_ in known), None)
        return id_ if term is None else term.title.of(words)

    return name
