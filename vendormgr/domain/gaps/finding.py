"""What a rule saw and the finding made of it: cheap values, an estate has tens of thousands."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import blake2b
from types import MappingProxyType
from typing import NamedTuple

from vendormgr.domain.vocabulary import Severity

Detail = Mapping[str, str | int | date | tuple[str, ...] | None]
NO_DETAIL: Detail = MappingProxyType({})

NOT_GROUND = frozenset({"id", "label", "line", "name", "note", "registered", "title"})
"""Fields of a fact that say nothing about the danger: renaming a line revives no accepted gap."""


class Seen(NamedTuple):
    """One thing that a rule saw; the registry makes it a Finding."""

    subject: str
    """Asset, connection, party, relation, system, service or contract id, `contract/clause`,
    `subject/duty` or `service/item`."""
    parties: tuple[str, ...] = ()
    """Vendors concerned; the first is the one to talk to. Empty: a matter of the hospital alone."""
    contract: str | None = None
    clause: str | None = None
    item: str | None = None
    rests_on: tuple[str, ...] = ()
    """Ids of assets and connections that show why, in the order to read them."""
    facts: tuple[object, ...] = ()
    """What acceptance rests on beside the subject: values or facts, never the day of today."""
    detail: Detail = NO_DETAIL
    """Raw values for the sentence; wording knows the subject, parties and ends by itself."""
    severity: Severity | None = None
    """None: the rule's own."""


class Finding(NamedTuple):
    """不備: what one rule found on one subject. Identity is rule and subject."""

    rule: str
    severity: Severity
    subject: str
    parties: tuple[str, ...] = ()
    contract: str | None = None
    clause: str | None = None
    item: str | None = None
    rests_on: tuple[str, ...] = ()
    facts: tuple[object, ...] = ()
    detail: Detail = NO_DETAIL

    @property
    def key(self) -> tuple[str, str]:
        """Rule and subject: what acceptance and history hang on."""
        return self.rule, self.subject

    @property
    def party(self) -> str | None:
        """The vendor to talk to first."""
        return self.parties[0] if self.parties else None

    @property
    def basis(self) -> str:
        """Hash of what the finding rested on; an acceptance goes stale when it changes.

        Computed on demand: few findings are ever accepted. Names, notes, detail (it may count days)
        and the order of mappings do not count.
        """
        ground = (*self[:3], *self[4:7], self.facts)
        return blake2b(repr(_stable(ground)).encode(), digest_size=16).hexdigest()


def _stable(value: object) -> object:
    """The value as nested lists of text and numbers, the same in every process."""
    match value:
        case str():
            stable: object = str(value)
        case date():
            stable = value.isoformat()
        case Mapping():
            stable = sorted((str(key), repr(_stable(one))) for key, one in value.items())
        case frozenset():
            stable = sorted(repr(_stable(one)) for one in value)
        case tuple():
            stable = [_stable(one) for one in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            # What is not recorded is left out, so that a field added later changes no basis.
            known = ((one.name, getattr(value, one.name)) for one in fields(value))
            stable = [
                (name, _stable(one))
                for name, one in known
                if name not in NOT_GROUND and one is not None and one not in ("", (), {})
            ]
        case _:
            stable = value
    return stable
