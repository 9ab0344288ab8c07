"""Which part each asset plays: where attackers begin, what they must not reach, whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from vendormgr.domain.index import Index
from vendormgr.domain.vocabulary import AssetKind, AttackMode, Location


@dataclass(frozen=True, slots=True)
class Roles:
    """Assets by number, ascending in every list."""

    starts: Mapping[AttackMode, list[int]]
    """Where the attacker begins. Source: catalogue/connection-kinds, attack_modes."""
    cores: tuple[int, ...]
    """Core assets in the hospital."""
    hosted: tuple[int, ...]
    """Core assets outside the hospital."""
    owned: Mapping[str, list[int]]
    """Vendor or subcontractor to all that it owns, its equipment in the hospital too: whoever is
    inside a vendor holds that. Empty for none."""


def assign_roles(index: Index) -> Roles:
    """The parts of all assets, in one pass."""
    owned: dict[str, list[int]] = {party: [] for party in filter(index.is_vendor, index.parties)}
    internet: list[int] = []
    breach: list[int] = []
    cores: list[int] = []
    hosted: list[int] = []
    for number, asset in enumerate(index.assets.values()):
        external = asset.location is Location.EXTERNAL
        if asset.kind is AssetKind.INTERNET or asset.attacker_start is True:
            internet.append(number)
        if asset.core is True:
            (hosted if external else cores).append(number)
        if asset.owner in owned:
            owned[asset.owner].append(number)
            if external:
                breach.append(number)
    return Roles(
        starts={AttackMode.INTERNET: internet, AttackMode.VENDOR_BREACH: breach},
        cores=tuple(cores),
        hosted=tuple(hosted),
        owned=owned,
    )
