"""Terms of a document that the catalogue has to know: kinds, controls, clauses, rows, layers."""

from collections.abc import Iterator, Mapping

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.exposure.changes import control_names
from vendormgr.exchange.document import ErrorList, Path
from vendormgr.exchange.portfolio_references import Ids, facts, spot_of, words
from vendormgr.exchange.portfolio_schema import closest
from vendormgr.exchange.strict_tree import MappingNode

Terms = Mapping[str, tuple[str, ...]]
"""What is asked for ("clause") to the words that are known."""

_FIELDS = (
    ("connections", "kind", "kind"),
    ("statements", "item", "item"),
    ("item_defaults", "item", "item"),
    ("own_items", "layer", "layer"),
    ("own_items", "settled_by", "clause"),
    ("own_clauses", "settles", "item"),
    ("negotiations", "clause", "clause"),
)
"""Document key and field whose value is a term, and what kind of term."""
_KEYS = (
    ("assets", "controls", "control"),
    ("connections", "controls", "control"),
    ("contracts", "clauses", "clause"),
)
"""The same where the keys of the field's mapping are terms."""

FURTHER_CONTROLS = frozenset({"auth_required", "removed"})
"""Control names that may stand in a document without being in any kind's vectors."""


def check_terms(root: MappingNode, ids: Ids, catalogue: Catalogue, errors: ErrorList) -> None:
    """Note every word that should be the catalogue's (or, for rows, the hospital's) and is not."""
    terms: Terms = {
        "kind": tuple(catalogue.kinds),
        "control": tuple(sorted(control_names(catalogue) | FURTHER_CONTROLS)),
        "clause": (*catalogue.clauses, *ids["own_clauses"]),
        "item": (*catalogue.items, *ids["own_items"]),
        "layer": tuple(catalogue.layers),
    }
    known = {name: frozenset(listed) for name, listed in terms.items()}
    for name, word, path in _used(root):
        if word not in known[name]:
            spot = spot_of(root, errors, path)
            meant = closest(word, terms[name])
            if meant is None:
                spot.note(f"unknown_{name}", word=word)
            else:
                spot.note(f"unknown_{name}_meant", word=word, meant=meant)
    _check_own(root, catalogue, errors)
    _check_measures(root, ids, known["control"], errors)


def _used(root: MappingNode) -> Iterator[tuple[str, str, Path]]:
    """Every use of a term: what kind of term, the word, its path."""
    for noun, field, name in _FIELDS:
        for position, fact in facts(root, noun):
            for word, inside in words(fact, field):
                yield name, word, (noun, position, *inside)
    for noun, field, name in _KEYS:
        for position, fact in facts(root, noun):
            keyed = fact.get(field)
            for word in keyed if isinstance(keyed, MappingNode) else ():
                yield name, word, (noun, position, field, word)
    yield from _used_by_overrides(root)
    for position, candidate in facts(root, "candidates"):
        for number, one in facts(candidate, "clauses"):
            for word, inside in words(one, "clause"):
                yield "clause", word, ("candidates", position, "clauses", number, *inside)


def _used_by_overrides(root: MappingNode) -> Iterator[tuple[str, str, Path]]:
    for position, contract in facts(root, "contracts"):
        for number, override in facts(contract, "overrides"):
            for field in ("item", "clause"):
                for word, inside in words(override, field):
                    yield field, word, ("contracts", position, "overrides", number, *inside)


def _check_own(root: MappingNode, catalogue: Catalogue, errors: ErrorList) -> None:
    for position, item in facts(root, "own_items"):
        for id_, inside in words(item, "id"):
            if id_ in catalogue.items:
                spot_of(root, errors, ("own_items", position, *inside)).note("item_taken", id=id_)
    for position, clause in facts(root, "own_clauses"):
        for id_, inside in words(clause, "id"):
            if id_ in catalogue.clauses:
                spot = spot_of(root, errors, ("own_clauses", position, *inside))
                spot.note("clause_taken", id=id_)


def _check_measures(
    root: MappingNode, ids: Ids, controls: frozenset[str], errors: ErrorList
) -> None:
    for position, measure in facts(root, "measures"):
        for word, inside in words(measure, "sets"):
            connection, dot, control = word.partition(".")
            path: Path = ("measures", position, *inside)
            if not dot:
                spot_of(root, errors, path).note("measure_shape", value=word)
            elif connection not in ids["connections"]:
                spot_of(root, errors, path).note("dangling_connections", id=connection)
            elif control not in controls and control != "always_on":
                spot_of(root, errors, path).note("unknown_control", word=control)
