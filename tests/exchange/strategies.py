"""Generated portfolios: valid references, odd texts, every field known, unknown or absent."""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import islice
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.exposure.changes import control_names
from vendormgr.domain.matrix_cell import ALWAYS_HOSPITAL
from vendormgr.domain.portfolio import (
    NOUNS,
    ClauseState,
    Contract,
    Override,
    Portfolio,
    Service,
)
from vendormgr.domain.selection import CandidateClause
from vendormgr.domain.vocabulary import ClauseStatus, Duty, Edition, Holder
from vendormgr.exchange.portfolio_references import REFERENCES

Pools = dict[str, Sequence[str]]
"""Document key to the ids under it."""
Special = dict[tuple[str, str], st.SearchStrategy[Any]]
"""(document key or "" for any, field) to what its known values are drawn from."""

REQUIRED = {"contacts": "parties", "services": "parties", "connections": "assets"}
"""Facts that cannot be without one of the others."""

ODD_TEXTS = (
    "no", "on", "y", "Yes", "null", "~", "true", "0123", "12:30", "1e3", "0x1F", ".5", "-", "?",
    "2026-10-01", "''", '"', "'引用'", "a: b", "a #b", "- a", "[x]", "{a: b}", "&a", "*a", "!t",
    "|", ">", "%YAML", "@a", "`a`", "\\", "\\n", "a\nb", "\n", "a\r\nb", "\t", " 前後に空白 ",
    "<script>alert(1)</script>", "𠮷野家", "髙﨑①㈱", "🏥👩‍⚕️", "\u202eabc\u202c", "\u200b",
    "\ufeff", "\u2028", "\xa0", "مستشفى", "e\u0301", "注" * 4000, "病院(本館)、2階 A/B",
)  # fmt: skip

_letters = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
texts = st.sampled_from(ODD_TEXTS) | st.text(_letters | st.sampled_from("\n\t\r"), min_size=1)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
clause_states = st.builds(
    ClauseState,
    status=st.sampled_from(ClauseStatus),
    article=st.none() | texts,
    wording=st.none() | texts,
    first_answer=st.none() | st.booleans(),
    first_checked_on=st.none() | days,
    completed_on=st.none() | days,
    note=st.none() | texts,
)
ranks = st.integers(1, 5)
_ids = (
    st.sampled_from([text for text in ODD_TEXTS if len(text) < 100])
    | st.text(_letters, min_size=1, max_size=12)
    | st.from_regex(r"[a-z][a-z0-9_-]{0,11}", fullmatch=True)
).filter(lambda text: text == text.strip() and not {*text} & {*"./\n\r\t"})
corporate_numbers = st.from_regex(r"[0-9]{12}", fullmatch=True).map(
    lambda digits: (
        str(9 - sum(int(d) * (1 + i % 2) for i, d in enumerate(digits[::-1])) % 9) + digits
    )
)


def portfolios(catalogue: Catalogue, *, most: int = 3) -> st.SearchStrategy[Portfolio]:
    """Valid portfolios with up to so many facts of each noun."""
    return _portfolios(catalogue, most)


@st.composite
def _portfolios(draw: st.DrawFn, catalogue: Catalogue, most: int) -> Portfolio:
    pools = _draw_ids(draw, frozenset({*catalogue.items, *catalogue.clauses}), most)
    special = _special(pools, catalogue)
    listed: dict[str, Any] = {
        noun: tuple(_fact(draw, noun, id_, special) for id_ in pools[noun]) for noun in NOUNS
    }
    listed["services"] = _without_cycles(listed["services"])
    listed["contracts"] = _without_loops(tuple(map(_in_order, listed["contracts"])))
    listed["item_defaults"] = tuple(
        {(one.item, one.column): one for one in listed["item_defaults"]}.values()
    )
    return Portfolio(
        id=draw(_ids),
        as_of=draw(st.dates(date(1950, 1, 1), date(2150, 12, 31))),
        title=draw(st.none() | texts),
        edition=draw(st.none() | st.sampled_from(Edition)),
        note=draw(st.none() | texts),
        **listed,
    )


def _draw_ids(draw: st.DrawFn, taken: frozenset[str], most: int) -> Pools:
    counts = {noun: draw(st.integers(0, most)) for noun in NOUNS}
    for noun, parent in REQUIRED.items():
        counts[noun] *= counts[parent] > 0
    total = sum(counts.values())
    free = _ids.filter(lambda id_: id_ not in taken)
    drawn = iter(draw(st.lists(free, min_size=total, max_size=total, unique=True)))
    return {noun: list(islice(drawn, count)) for noun, count in counts.items()}


def _fact(draw: st.DrawFn, noun: str, id_: str, special: Special) -> Any:
    kind = NOUNS[noun]
    hints = get_type_hints(kind)
    values: dict[str, Any] = {"id": id_}
    for one in fields(kind):
        if one.name == "id":
            # Facts with a default id are listed without one.
            values["id"] = id_ if one.default is MISSING else ""
        else:
            chosen = special.get((noun, one.name), special.get(("", one.name)))
            hint = hints[one.name]
            values[one.name] = draw(_typed(hint) if chosen is None else _maybe(chosen, hint))
    return kind(**values)


def _special(pools: Pools, catalogue: Catalogue) -> Special:
    """Strategies of fields whose values must be ids, words of the catalogue or of a shape."""
    controls = sorted(control_names(catalogue))
    clauses = sorted([*catalogue.clauses, *pools["own_clauses"]])
    items = sorted([*(set(catalogue.items) - ALWAYS_HOSPITAL), *pools["own_items"]])
    states = st.dictionaries(st.sampled_from(controls), st.none() | st.booleans(), max_size=4)
    pairs = [f"{id_}.{name}" for id_ in pools["connections"] for name in controls]
    special: Special = {
        ("", "corporate_number"): corporate_numbers,
        ("", "website"): st.sampled_from(["https://v.example/", "http://例.example/病院?a=b&c"]),
        ("", "email"): st.sampled_from(["desk@vendor.example", "窓口@例.example"]),
        ("", "controls"): states,
        ("statements", "item"): st.sampled_from(items),
        ("item_defaults", "item"): st.sampled_from(items),
        ("", "duty"): st.sampled_from([duty.value for duty in Duty]),
        ("connections", "kind"): st.sampled_from(sorted(catalogue.kinds)),
        ("measures", "sets"): _several(pairs),
        ("contracts", "clauses"): st.dictionaries(
            st.sampled_from(clauses), clause_states, max_size=4
        ),
        ("", "fiscal_year"): st.integers(2000, 2199),
        ("", "cancel_notice_months"): st.integers(0, 120),
        ("", "likelihood"): ranks,
        ("", "impact"): ranks,
        ("", "residual_likelihood"): ranks,
        ("", "residual_impact"): ranks,
        ("negotiations", "clause"): st.sampled_from(clauses),
        ("own_clauses", "settles"): _several(items),
        ("candidates", "clauses"): st.lists(
            st.builds(
                CandidateClause,
                clause=st.sampled_from(clauses),
                accepts=st.none() | st.booleans(),
                remark=st.none() | texts,
            ),
            max_size=3,
        ).map(tuple),
        ("contracts", "overrides"): _overrides(pools["services"], items, clauses),
        ("own_items", "layer"): st.sampled_from(sorted(catalogue.layers)),
        ("own_items", "settled_by"): _several(clauses),
    }
    return special | _references(pools)


def _references(pools: Pools) -> Special:
    subjects = [*pools["assets"], *pools["connections"], *pools["services"]]
    pools = {**pools, "subject": subjects, "initiator": [*pools["parties"], "hospital", "vendor"]}
    special: Special = {}
    for noun, targets in REFERENCES.items():
        hints = get_type_hints(NOUNS[noun])
        for key, target in targets.items():
            name = key if key in hints else f"{key}_"
            several = get_origin(_inner(hints[name])) is tuple
            special[noun, name] = _several(pools[target]) if several else _one(pools[target])
    return special


def _one(pool: Sequence[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(pool) if pool else st.nothing()


def _several(pool: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(_one(pool), max_size=3 if pool else 0).map(tuple)


def _overrides(
    services: Sequence[str], items: Sequence[str], clauses: Sequence[str]
) -> st.SearchStrategy[tuple[Override, ...]]:
    one = st.builds(
        Override,
        service=st.none() | _one(services),
        item=st.none() | st.sampled_from(sorted(items)),
        party=st.none() | st.sampled_from([Holder.HOSPITAL, Holder.VENDOR, Holder.SHARED]),
        clause=st.none() | st.sampled_from(clauses),
        article=st.none() | texts,
        decider=st.none() | texts,
        parts=st.none() | texts,
        emergency=st.none() | st.sampled_from([Holder.HOSPITAL, Holder.VENDOR, Holder.SHARED]),
        emergency_parts=st.none() | texts,
        note=st.none() | texts,
    )
    listed = st.lists(
        one,
        max_size=4,
        unique_by=lambda o: (o.service, o.item) if o.service and o.item else object(),
    )
    return listed.map(tuple)


def _typed(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a type hint."""
    inner = _inner(hint)
    if get_origin(inner) is not None and issubclass(get_origin(inner), Mapping):
        key, value = get_args(inner)
        return st.dictionaries(_typed(key), _typed(value), max_size=4)
    simple: dict[Any, st.SearchStrategy[Any]] = {
        str: texts,
        bool: st.booleans(),
        int: st.integers(0, 36_500),
        date: days,
    }
    if get_origin(inner) is tuple:
        return st.lists(_typed(get_args(inner)[0]), max_size=3).map(tuple)
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return _maybe(st.sampled_from(inner), hint)
    if is_dataclass(inner):
        return _part(inner)
    return _maybe(simple[inner], hint)


def _part(kind: Any) -> st.SearchStrategy[Any]:
    """Any fact without an id that stands in a list of another."""
    hints = get_type_hints(kind)
    return st.builds(
        kind,
        **{
            one.name: (
                _maybe(ranks, hints[one.name])
                if one.name.endswith(("likelihood", "impact"))
                else _typed(hints[one.name])
            )
            for one in fields(kind)
        },
    )


def _maybe(strategy: st.SearchStrategy[Any], hint: Any) -> st.SearchStrategy[Any]:
    return st.none() | strategy if type(None) in get_args(hint) else strategy


def _inner(hint: Any) -> Any:
    if get_origin(hint) in {Union, UnionType}:
        return next(one for one in get_args(hint) if one is not type(None))
    return hint


def _in_order(contract: Contract) -> Contract:
    start, end = contract.starts_on, contract.ends_on
    if start and end and end < start:
        return replace(contract, starts_on=end, ends_on=start)
    return contract


def _without_cycles(services: tuple[Service, ...]) -> tuple[Service, ...]:
    """Keep only those runs_on that lead to a service further down the list."""
    place = {service.id: i for i, service in enumerate(services)}
    return tuple(
        service
        if service.runs_on is None or place[service.runs_on] > place[service.id]
        else replace(service, runs_on=None)
        for service in services
    )


def _without_loops(contracts: tuple[Contract, ...]) -> tuple[Contract, ...]:
    """Keep only those amends that lead to a contract further up the list."""
    place = {contract.id: i for i, contract in enumerate(contracts)}
    return tuple(
        contract
        if contract.amends is None or place[contract.amends] < place[contract.id]
        else replace(contract, amends=None)
        for contract in contracts
    )
