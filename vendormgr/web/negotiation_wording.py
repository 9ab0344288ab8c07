"""モデル条文: what to ask for, filled in with the hospital's own names."""

from collections.abc import Mapping
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import ClauseTopic
from vendormgr.domain.model_wording import ModelWording, Strength, fill
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.text import Text
from vendormgr.domain.wording_facts import wording_facts
from vendormgr.i18n import language
from vendormgr.web.sight import sees_attack_map


@dataclass(frozen=True, slots=True)
class Wordings:
    """The model wordings of one clause, filled in."""

    drafts: Mapping[Strength, str]
    """The strongest first."""
    why: Text
    instead: Text
    withheld: bool = False
    """Whether names of lines that belong there are kept from the person."""


def find_wordings(
    conclusions: Conclusions, contract: Contract, topic: ClauseTopic, *, lines: bool = True
) -> Wordings | None:
    """The model wordings of a clause; None: there are none, as for a clause of the hospital's own.

    Lines are named only where the person may see them; not at all without `lines`.
    """
    model: ModelWording | None = conclusions.catalogue.wordings.get(topic.id)
    if model is None:
        return None
    sees = lines and sees_attack_map()
    facts = wording_facts(contract, conclusions.index, conclusions.catalogue, see_lines=sees)
    drafts = {strength: fill(model.draft(strength), facts) for strength in Strength}
    names_lines = any("{lines}" in model.draft(strength) for strength in Strength)
    return Wordings(drafts, model.why, model.instead, withheld=names_lines and not sees)


def default_ask(
    conclusions: Conclusions,
    contract: Contract,
    topic: ClauseTopic,
    *,
    strength: str = "",
    lines: bool = True,
) -> str:
    """What a new round asks for: that wording, else the strongest, else what the clause settles.

    Without `lines` no line is named: what nobody looks at before it is saved is read by all.
    """
    found = find_wordings(conclusions, contract, topic, lines=lines)
    if found is None:
        own = next((one for one in conclusions.portfolio.own_clauses if one.id == topic.id), None)
        return own.wording if own is not None and own.wording else topic.asks.of(language())
    wanted = Strength(strength) if strength in set(Strength) else Strength.MUST_HAVE
    return found.drafts[wanted]
