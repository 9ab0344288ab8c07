"""もしも: what some measures and answers would change, beside what is the case now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure import Exposure, Target, analyse_exposure, apply_changes, changes_of
from vendormgr.domain.index import build_index
from vendormgr.domain.portfolio import Measure
from vendormgr.domain.vocabulary import VendorPath


@dataclass(frozen=True, slots=True)
class TargetMove:
    """A core asset in one mode, now and then."""

    before: Target
    after: Target

    @property
    def changed(self) -> bool:
        """Whether anything becomes of it."""
        return self.before.state is not self.after.state


@dataclass(frozen=True, slots=True)
class VendorMove:
    """A vendor that reaches something now or then."""

    party: str
    before: VendorPath
    after: VendorPath
    cores_before: int
    cores_after: int

    @property
    def changed(self) -> bool:
        """Whether anything becomes of it."""
        return (self.before, self.cores_before) != (self.after, self.cores_after)


@dataclass(frozen=True, slots=True)
class Trial:
    """試算: the exposure with some things changed, and what that moves."""

    exposure: Exposure
    changes: Mapping[str, bool | None]
    targets: tuple[TargetMove, ...]
    vendors: tuple[VendorMove, ...]
    """Those that reach a core asset before or after, in portfolio order."""

    @property
    def changed(self) -> bool:
        """Whether any state is another one."""
        return any(one.changed for one in self.targets) or any(one.changed for one in self.vendors)


def try_out(
    conclusions: Conclusions,
    measures: Iterable[Measure] = (),
    answers: Mapping[str, bool | None] | None = None,
) -> Trial:
    """The exposure as if these measures were carried out and these answers were given.

    Answers win over measures. Nothing is stored.

    Raises:
        UnknownChangeError: A measure or an answer names something that is not there.
    """
    changes = {**changes_of(measures), **(answers or {})}
    after = conclusions.exposure
    if changes:
        changed = apply_changes(conclusions.portfolio, conclusions.catalogue, changes)
        after = analyse_exposure(build_index(changed), conclusions.catalogue.kinds)
    before = conclusions.exposure
    return Trial(
        exposure=after,
        changes=changes,
        targets=tuple(map(TargetMove, before.targets, after.targets)),
        vendors=tuple(
            VendorMove(party, one.standing, then.standing, len(one.cores), len(then.cores))
            for party, one in before.vendors.items()
            if (then := after.vendors[party]).cores or one.cores
        ),
    )
