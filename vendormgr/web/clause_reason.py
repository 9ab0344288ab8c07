"""条項が必要な理由 in words: model, data, lines, criticality, one sentence a service."""

from collections.abc import Iterable

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.clauses import ApplicableClause, Because, ClauseReason
from vendormgr.i18n import label, t
from vendormgr.web.sight import sees_attack_map

_SHOWN = 3


def reasons(one: ApplicableClause, conclusions: Conclusions) -> list[str]:
    """Every reason for which a contract needs the clause, each as a sentence."""
    return list(dict.fromkeys(_sentence(because, conclusions) for because in one.because))


def short_reason(one: ApplicableClause, conclusions: Conclusions) -> str:
    """The first reason, and how many services it is the same for."""
    found = reasons(one, conclusions)
    return t("clause_reason.and_more", first=found[0], n=len(found) - 1) if found[1:] else found[0]


def _sentence(because: Because, conclusions: Conclusions) -> str:
    if because.reason is ClauseReason.LISTED:
        return t("clause_reason.listed")
    if because.reason is ClauseReason.RAISED:
        return t("clause_reason.raised", who=_names(because.facts, conclusions))
    what = {
        "service": conclusions.index.name(because.service or ""),
        "model": label(because.column) if because.column is not None else "",
    }
    if because.condition is None:
        return t("clause_reason.model", **what)
    known = because.reason is ClauseReason.CONDITION_MET
    # The names of lines and equipment are part of the attack map; that there are some is not.
    shown = sees_attack_map() or because.condition == "several_vendors"
    facts = [one for one in because.facts if one != because.service] if shown else []
    condition = t(f"clause_reason.{because.condition}")
    if not known:
        return t("clause_reason.unknown", condition=condition, **what)
    if not facts:
        return t("clause_reason.met", condition=condition, **what)
    return t("clause_reason.met_by", condition=condition, facts=_names(facts, conclusions), **what)


def _name(id_: str, conclusions: Conclusions) -> str:
    """A line by both its ends, anything else by its name."""
    name, line = conclusions.index.name, conclusions.index.connections.get(id_)
    return (
        name(id_)
        if line is None
        else t("connection.title", from_=name(line.from_), to=name(line.to))
    )


def _names(ids: Iterable[str], conclusions: Conclusions) -> str:
    found = list(ids)
    named = t("common.comma").join(_name(one, conclusions) for one in found[:_SHOWN])
    return (
        t("clause_reason.others", names=named, n=len(found) - _SHOWN) if found[_SHOWN:] else named
    )
