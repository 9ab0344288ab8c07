"""もしも: the portfolio with some answers changed, for a what-if by recomputation."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.collector import collector_paused
from vendormgr.domain.exposure.states import ON_DEMAND
from vendormgr.domain.portfolio import Asset, Connection, Portfolio, Relation

Changes = Mapping[str, bool | None]
"""ID.NAME to in place, missing or unknown."""
Answers = dict[str, bool | None]
F = TypeVar("F", Connection, Asset, Relation)


class UnknownChangeError(Exception):
    """A what-if names something that is not there."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@collector_paused()
def apply_changes(portfolio: Portfolio, catalogue: Catalogue, changes: Changes) -> Portfolio:
    """The portfolio with these answers instead of the recorded ones.

    ID is a connection (a control, always_on, registered), an asset (a control) or a relation
    (consent, flowdown).

    Raises:
        UnknownChangeError: A key that fits nothing.
    """
    controls = control_names(catalogue)
    wanted: defaultdict[str, Answers] = defaultdict(dict)
    for key, value in changes.items():
        id_, _, name = key.partition(".")
        wanted[id_][name] = value
    changed = replace(
        portfolio,
        connections=_change(portfolio.connections, wanted, controls, _change_connection),
        assets=_change(portfolio.assets, wanted, controls, _change_asset),
        relations=_change(portfolio.relations, wanted, controls, _change_relation),
    )
    for key in changes:
        id_, _, name = key.partition(".")
        if name in wanted[id_]:
            raise UnknownChangeError(key)
    return changed


def control_names(catalogue: Catalogue) -> frozenset[str]:
    """Every control name that may stand on a connection."""
    ways = (way for kind in catalogue.kinds.values() for w in kind.vectors.values() for way in w)
    return frozenset(catalogue.controls).union(*ways)


def _change(
    facts: tuple[F, ...],
    wanted: Mapping[str, Answers],
    controls: frozenset[str],
    change: Callable[[F, Answers, frozenset[str]], F],
) -> tuple[F, ...]:
    """The facts with their answers applied; each answer that fits is taken out of wanted."""
    return tuple(
        change(fact, wanted[fact.id], controls) if fact.id in wanted else fact for fact in facts
    )


def _change_connection(
    connection: Connection, answers: Answers, controls: frozenset[str]
) -> Connection:
    always_on = answers.pop("always_on", connection.always_on)
    registered = answers.pop("registered", connection.registered)
    if ON_DEMAND in answers:
        # Derived from always_on, so this is the answer that has to change.
        on_demand = answers.pop(ON_DEMAND)
        always_on = None if on_demand is None else not on_demand
    fresh = {name: answers.pop(name) for name in list(answers) if name in controls}
    return replace(
        connection,
        always_on=always_on,
        registered=registered,
        controls={**connection.controls, **fresh},
    )


def _change_asset(asset: Asset, answers: Answers, controls: frozenset[str]) -> Asset:
    fresh = {name: answers.pop(name) for name in list(answers) if name in controls}
    return replace(asset, controls={**asset.controls, **fresh})


def _change_relation(relation: Relation, answers: Answers, _: frozenset[str]) -> Relation:
    consent = answers.pop("consent", relation.consent)
    return replace(relation, consent=consent, flowdown=answers.pop("flowdown", relation.flowdown))
