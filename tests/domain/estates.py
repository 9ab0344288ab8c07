"""What the rules see in small estates, under the catalogue as it is shipped."""

from typing import Any

from tests.domain.factories import asset, connection, portfolio
from vendormgr.domain.analysis import Conclusions, conclude
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.gaps import RULES, Estate, Finding, build_estate, find_gaps
from vendormgr.domain.portfolio import Fact
from vendormgr.exchange.seed import load_catalogue

INTERNET = asset("internet", kind="internet", location="external")
CORE = asset("core", core=True, data_class="phi")
KITCHEN = asset("kitchen", kind="system", location="external", owner="caterer")
EHR_OFFICE = asset("office", kind="system", location="external", owner="ehr")
MEALS = asset("meals", maintained_by="maintainer", intended_parties=("caterer",))
DEVICE = asset("vpn", kind="device", location="external", owner="caterer")
CLOSED = {"mfa": True, "jump_host": True}


def shipped() -> Catalogue:
    """The catalogue as it is shipped."""
    return load_catalogue()


def estate(*facts: Fact, **fields: Any) -> Estate:
    """What the rules may look at, over `portfolio(...)` of the same arguments."""
    return build_estate(portfolio(*facts, **fields), shipped())


def subjects(rule: str, *facts: Fact, **fields: Any) -> list[str]:
    """The subjects on which a rule fires, in the order in which it sees them."""
    return [seen.subject for seen in RULES[rule](estate(*facts, **fields))]


def findings(*facts: Fact, **fields: Any) -> tuple[Finding, ...]:
    """Every finding over `portfolio(...)` of the same arguments."""
    return find_gaps(estate(*facts, **fields))


def finding(rule: str, subject: str, *facts: Fact, **fields: Any) -> Finding:
    """One finding, which must be there."""
    return next(f for f in findings(*facts, **fields) if f.key == (rule, subject))


def concluded(*facts: Fact, **fields: Any) -> Conclusions:
    """Everything that follows from `portfolio(...)` of the same arguments."""
    return conclude(portfolio(*facts, **fields), shipped())


def line(kind: str = "remote_session", **fields: Any) -> tuple[Fact, ...]:
    """The caterer's line from its kitchen to the meal server, with both ends."""
    controls = fields.pop("controls", {})
    return (
        KITCHEN,
        MEALS,
        connection("kitchen", "meals", kind=kind, controls=controls, **fields),
    )


def exposure(**controls: bool | None) -> tuple[Fact, ...]:
    """The caterer's VPN device on the internet, with both ends."""
    return (
        INTERNET,
        DEVICE,
        connection("internet", "vpn", kind="internet_exposure", controls=controls),
    )
