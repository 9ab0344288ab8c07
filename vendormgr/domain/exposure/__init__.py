"""侵入経路: paths from the internet or a breached vendor to core systems, and how to close them."""

from vendormgr.domain.exposure.analysis import Exposure, Target, analyse_exposure
from vendormgr.domain.exposure.changes import UnknownChangeError, apply_changes
from vendormgr.domain.exposure.cuts import Cuts, OwnCuts, cuts
from vendormgr.domain.exposure.path import Hop, Path
from vendormgr.domain.exposure.states import ConnectionState, VectorState, state_of
from vendormgr.domain.exposure.vendors import VendorExposure

__all__ = [
    "ConnectionState",
    "Cuts",
    "Exposure",
    "Hop",
    "OwnCuts",
    "Path",
    "Target",
    "UnknownChangeError",
    "VectorState",
    "VendorExposure",
    "analyse_exposure",
    "apply_changes",
    "cuts",
    "state_of",
]
