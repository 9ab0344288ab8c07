"""集中と依存: behind what several core systems stand, what stops, and what falls back."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.dependence import ON_MAP, SharedThing, reliances, shared_things
from vendormgr.domain.gaps.dependency import LINE_SUBJECT, MODEL_SUBJECT
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.names import namer
from vendormgr.web.sight import sees_attack_map

pages = Blueprint("dependency", __name__)


@pages.get("/risk/dependency")
@needs(Permission.VIEW_PORTFOLIO)
def show() -> ResponseReturnValue:
    """What stands behind several core systems, and critical services without a fallback.

    Lines, devices and the core systems by name are part of the attack map; that a vendor or
    platform stands behind so many is not.
    """
    conclusions = estate()
    seeing = sees_attack_map()
    relied = reliances(conclusions)
    return render_template(
        "dependency/show.html",
        things=[one for one in shared_things(conclusions) if seeing or one.kind not in ON_MAP],
        subject=_subject,
        seeing=seeing,
        reliances=relied,
        lacking=sum(one.has_fallback is not True for one in relied),
        names=namer(conclusions),
    )


def _subject(one: SharedThing) -> str:
    """What a shared thing is called: a line by its name and whose it is."""
    if one.subject.startswith(MODEL_SUBJECT):
        return one.subject.removeprefix(MODEL_SUBJECT)
    name = namer(estate())
    if one.subject.startswith(LINE_SUBJECT):
        party, _, line = one.subject.removeprefix(LINE_SUBJECT).partition("/")
        return f"{line}（{name(party)}）" if party else line
    return name(one.subject)
