"""Ids of a portfolio document and what refers to them, checked on the tree."""

from collections.abc import Iterator, Mapping
from typing import Any

from vendormgr.domain.portfolio import NOUNS
from vendormgr.exchange.document import ErrorList, Path, Spot
from vendormgr.exchange.strict_tree import MappingNode, SequenceNode

Ids = Mapping[str, frozenset[str]]
"""Document key ("parties") to the ids listed under it, ``subject`` to all that duties are for."""

INITIATORS = frozenset({"hospital", "vendor", "subvendor", "joint"})
"""Words that may stand for a party as who opens a connection."""

REFERENCES: Mapping[str, Mapping[str, str]] = {
    "contacts": {"party": "parties"},
    "relations": {"from": "parties", "to": "parties"},
    "systems": {"lead": "parties", "facility": "facilities"},
    "services": {
        "vendor": "parties",
        "system": "systems",
        "runs_on": "services",
        "interfaces_with": "services",
    },
    "assets": {
        "owner": "parties",
        "maintained_by": "parties",
        "service": "services",
        "facility": "facilities",
        "intended_parties": "parties",
        "holds_credentials_for": "assets",
    },
    "connections": {
        "from": "assets",
        "to": "assets",
        "line_party": "parties",
        "initiator": "initiator",
        "needs": "assets",
    },
    "measures": {},
    "outbound_connections": {"from": "assets", "to": "assets", "initiator": "initiator"},
    "contracts": {"party": "parties", "services": "services", "amends": "contracts"},
    "statements": {"service": "services", "by": "parties"},
    "responsibilities": {"subject": "subject", "accountable": "parties"},
    "negotiations": {"contract": "contracts"},
    "tier_changes": {"party": "parties"},
    "assessments": {"service": "services"},
    "evidence": {"party": "parties", "service": "services", "replaces": "evidence"},
    "disclosures": {"party": "parties", "service": "services"},
    "sheets": {"party": "parties", "system": "systems"},
    "reviews": {"party": "parties"},
    "selections": {"system": "systems", "chosen": "candidates"},
    "candidates": {"selection": "selections", "party": "parties"},
}
"""Document key and field to what the field's ids name; overrides and measures are checked apart."""

LISTS = frozenset(
    {
        "accountable",
        "holds_credentials_for",
        "intended_parties",
        "interfaces_with",
        "needs",
        "services",
        "sets",
        "settled_by",
        "settles",
    }
)
"""Fields that hold a list of texts; all others hold one."""


def facts(root: Any, noun: str) -> Iterator[tuple[int, MappingNode]]:
    """The readable facts under a document key, with their positions."""
    listed = root.get(noun)
    if isinstance(listed, SequenceNode):
        yield from (
            (position, fact) for position, fact in enumerate(listed) if type(fact) is MappingNode
        )


def words(fact: MappingNode, field: str) -> Iterator[tuple[str, Path]]:
    """The text in a field, or the texts of its list, each with the steps to it from the fact.

    Values of another shape are passed over: the schema has an error for them.
    """
    value = fact.get(field)
    if field in LISTS:
        if isinstance(value, SequenceNode):
            yield from ((one, (field, i)) for i, one in enumerate(value) if isinstance(one, str))
    elif isinstance(value, str) and value:
        yield value, (field,)


def spot_of(root: MappingNode, errors: ErrorList, path: Path) -> Spot:
    """The spot of a value that is in the tree."""
    node: Any = root
    line = root.line
    for step in path:
        line = node.lines[step]
        node = node[step]
    return Spot(path, line, errors)


def collect_ids(root: MappingNode, errors: ErrorList) -> Ids:
    """All ids by document key; an id that was given before is an error."""
    first: dict[str, Path] = {}
    ids: dict[str, frozenset[str]] = {}
    for noun in NOUNS:
        found: set[str] = set()
        for position, fact in facts(root, noun):
            id_ = fact.get("id")
            if not isinstance(id_, str) or not id_:
                continue
            found.add(id_)
            path = (noun, position, "id")
            if first.setdefault(id_, path) is not path:
                before = spot_of(root, errors, first[id_])
                spot_of(root, errors, path).note("duplicate_id", id=id_, line=before.line)
        ids[noun] = frozenset(found)
    ids["subject"] = ids["assets"] | ids["connections"] | ids["services"]
    ids["initiator"] = ids["parties"] | INITIATORS
    return ids


def check_references(root: MappingNode, ids: Ids, errors: ErrorList) -> None:
    """Note every reference to something that the document does not hold."""
    for noun, fields in REFERENCES.items():
        for position, fact in facts(root, noun):
            for field, kind in fields.items():
                known = ids[kind]
                for word, inside in words(fact, field):
                    if word not in known:
                        spot = spot_of(root, errors, (noun, position, *inside))
                        spot.note(f"dangling_{kind}", id=word)
    _check_override_services(root, ids, errors)


def _check_override_services(root: MappingNode, ids: Ids, errors: ErrorList) -> None:
    for position, contract in facts(root, "contracts"):
        for number, override in facts(contract, "overrides"):
            for service, inside in words(override, "service"):
                if service not in ids["services"]:
                    path = ("contracts", position, "overrides", number, *inside)
                    spot_of(root, errors, path).note("dangling_services", id=service)


def check_stacks(root: MappingNode, errors: ErrorList) -> None:
    """Note every service that, directly or over others, runs on itself."""
    position_of = {
        fact["id"]: position
        for position, fact in reversed(list(facts(root, "services")))
        if isinstance(fact.get("id"), str)
    }
    below = {id_: root["services"][place].get("runs_on") for id_, place in position_of.items()}
    settled: set[str] = set()
    for start in position_of:
        chain: dict[str, None] = {}
        service: Any = start
        while isinstance(service, str) and service in below and service not in settled:
            if service in chain:
                loop = list(chain)[list(chain).index(service) :]
                spot = spot_of(root, errors, ("services", position_of[service], "runs_on"))
                if len(loop) == 1:
                    spot.note("runs_on_itself", id=service)
                else:
                    spot.note("runs_on_cycle", chain=" → ".join([*loop, service]))
                break
            chain[service] = None
            service = below[service]
        settled |= chain.keys()
