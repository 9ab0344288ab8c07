"""モデル条文: what to ask for, filled in with the hospital's own names."""

from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import ClauseTopic
from vendormgr.domain.portfolio import Contract
from vendormgr.i18n import language


@dataclass(frozen=True, slots=True)
class Wording:
    """One model wording of a clause."""

    strength: str
    text: str


def wordings(
    conclusions: Conclusions,  # noqa: ARG001
    contract: Contract,  # noqa: ARG001
    topic: ClauseTopic,  # noqa: ARG001
) -> tuple[Wording, ...]:
    """The model wordings of a clause, the strongest first; empty: there is none."""
    return ()


def default_ask(
    conclusions: Conclusions, contract: Contract, topic: ClauseTopic, strength: str
) -> str:
    """What a new round asks for: that wording, else the strongest, else what the clause settles."""
    found = {one.strength: one.text for one in wordings(conclusions, contract, topic)}
    return found.get(strength) or next(iter(found.values()), topic.asks.of(language()))
