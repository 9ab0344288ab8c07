"""侵入経路: paths from the internet or a breached vendor to core systems, and how to close them."""

from vendormgr.domain.exposure.analysis import Exposure, Target, analyse_exposure
from vendormgr.domain.exposure.changes import UnknownChangeError, apply_changes
from vendormgr.domain.exposure.concentration import Concentration, Tag, concentrations
from vendormgr.domain.exposure.cuts import Cuts, OwnCuts, cuts
from vendormgr.domain.exposure.measures import changes_of
from vendormgr.domain.exposure.order import PlanStep
from vendormgr.domain.exposure.path import Hop, Path
from vendormgr.domain.exposure.plan import Aim, Budget, Plan, make_plan
from vendormgr.domain.exposure.questions import OpenAnswer, OpenAnswers, ask
from vendormgr.domain.exposure.routes import Attacker, Route, vendor_attacker
from vendormgr.domain.exposure.states import ConnectionState, VectorState, state_of
from vendormgr.domain.exposure.vendors import VendorExposure

__all__ = [
    "Aim",
    "Attacker",
    "Budget",
    "Concentration",
    "ConnectionState",
    "Cuts",
    "Exposure",
    "Hop",
    "OpenAnswer",
    "OpenAnswers",
    "OwnCuts",
    "Path",
    "Plan",
    "PlanStep",
    "Route",
    "Tag",
    "Target",
    "UnknownChangeError",
    "VectorState",
    "VendorExposure",
    "analyse_exposure",
    "apply_changes",
    "ask",
    "changes_of",
    "concentrations",
    "cuts",
    "make_plan",
    "state_of",
    "vendor_attacker",
]
