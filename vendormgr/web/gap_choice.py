"""Gaps that somebody chose to decide about: one from its page, or many from a list.

Each is sent as version:rule:subject, the version being the one that the person saw.
"""

from dataclasses import dataclass

from flask import abort, redirect, request, url_for

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.gaps import Finding
from vendormgr.i18n import t
from vendormgr.store.gap import GapState, Key, gap_states
from vendormgr.store.gap_decision import NEVER_SEEN
from vendormgr.web.db import reading
from vendormgr.web.flashes import warn
from vendormgr.web.sight import every_visible

FIELD = "gap"
MOST = 200
"""As many as the longest page of the list holds."""
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Choice:
    """One chosen finding with the version of its record that was seen."""

    finding: Finding
    state: GapState | None
    seen_version: int

    @property
    def version(self) -> int:
        """The version that its record has now."""
        return self.state.version if self.state is not None else NEVER_SEEN

    @property
    def is_stale(self) -> bool:
        """Whether somebody decided about it since it was seen."""
        return self.version != self.seen_version

    @property
    def value(self) -> str:
        """How a form sends it, as seen now."""
        return choice_value(self.finding, self.state)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Everything that was chosen."""

    choices: tuple[Choice, ...]
    gone: tuple[Key, ...]
    """What was chosen and no longer fires, or is not for this person to see."""


def choice_value(finding: Finding, state: GapState | None) -> str:
    """What a form or an address says for a finding."""
    version = state.version if state is not None else NEVER_SEEN
    return f"{version}:{finding.rule}:{finding.subject}"


def read_choices(conclusions: Conclusions) -> Chosen:
    """The findings that the request names; none: back to the list, which says so. One query.

    Answers 400 for what no page of ours sends.
    """
    sent = (request.form if request.method == "POST" else request.args).getlist(FIELD)
    if not sent:
        warn(t("gap.choose_first"))
        abort(redirect(url_for("gap.every"), 303))
    if len(sent) > MOST or any(len(one) > _LONGEST for one in sent):
        abort(400)
    versions = dict(_read(one, conclusions) for one in sent)
    found = {one.key: one for one in every_visible(conclusions) if one.key in versions}
    states = gap_states(reading(), keys=list(found)) if found else {}
    return Chosen(
        choices=tuple(
            Choice(found[key], states.get(key), seen)
            for key, seen in versions.items()
            if key in found
        ),
        gone=tuple(key for key in versions if key not in found),
    )


def _read(sent: str, conclusions: Conclusions) -> tuple[Key, int]:
    version, _, key = sent.partition(":")
    rule, _, subject = key.partition(":")
    is_number = version.isascii() and version.isdigit() and len(version) < 10
    if not is_number or rule not in conclusions.catalogue.rules or not subject:
        abort(400)
    return (rule, subject), int(version)
