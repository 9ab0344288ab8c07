"""侵入経路: a way to an asset, and its hops in the order in which an attacker takes them."""

from dataclasses import dataclass
from hashlib import sha256

from vendormgr.domain.vocabulary import PathState


@dataclass(frozen=True, slots=True)
class Path:
    """経路: from a start to an asset; a start that is itself the asset has no connections."""

    assets: tuple[str, ...]
    connections: tuple[str, ...]
    support: tuple["Path", ...] = ()
    """Ways to the further assets that its hops need, each ending in one of them."""

    @property
    def all_connections(self) -> tuple[str, ...]:
        """Every connection that it uses, those of its support too, sorted."""
        parts = (self, *self.support)
        return tuple(sorted({one for part in parts for one in part.connections}))

    @property
    def id(self) -> str:
        """Stays the same as long as the same connections are used."""
        named = self.all_connections or self.assets
        return sha256("\n".join(named).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """区間: one connection of a path, with what is missing or not known there."""

    connection: str
    from_: str
    to: str
    kind: str
    state: PathState
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    nearest: tuple[str, ...] | None
    """The fewest controls that would close it together; None: only removing it would."""
    needs: tuple[str, ...]
    """Further assets that must be held to take it."""
    serves: str | None
    """The needed asset to which it leads; None: it is on the way to the target itself."""
