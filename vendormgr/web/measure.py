"""対策: decisions that change several controls at once; the plan chooses among them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure.changes import control_names
from vendormgr.domain.exposure.measures import ALWAYS_ON, Toolbox, cost_of, toolbox
from vendormgr.domain.exposure.states import ON_DEMAND, REMOVED
from vendormgr.domain.portfolio import Asset, Connection, Measure
from vendormgr.domain.vocabulary import Controller, PathState
from vendormgr.i18n import label, t
from vendormgr.store.measure import archived_settings
from vendormgr.store.record import list_archived
from vendormgr.web.access import needs
from vendormgr.web.db import reading
from vendormgr.web.estate import estate
from vendormgr.web.fields import (
    EnumRadioField,
    NoteField,
    ReferencesField,
    TextField,
    WholeNumberField,
    reference,
)
from vendormgr.web.forms import Required
from vendormgr.web.listing import ListColumn, ListFilter, make_listing
from vendormgr.web.measure_title import measure_title, put_away_title, setting_title
from vendormgr.web.names import namer
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page

MOST_OFFERED = 600
"""More boxes to tick than this are offered for one vendor at a time: `?vendor=`."""


class MeasureForm(FactForm[Measure]):
    """What is decided, what it costs, and which answers become yes by it."""

    fact_kind = Measure
    title = TextField("measure.name", [Required()], description="measure.name_hint")
    cost = WholeNumberField(
        "measure.cost", [Required()], least=1, most=1_000_000, description="measure.cost_hint"
    )
    by = EnumRadioField("measure.by", of=Controller, blank="common.unknown")
    sets = ReferencesField(
        "measure.sets", [Required("measure.sets_nothing")], description="measure.sets_hint"
    )
    note = NoteField("common.note")

    def offer(self) -> None:
        """What is missing or unknown on the connections, and what the measure sets already."""
        kept = [
            *(self.sets.data or ()),
            *request.form.getlist("sets"),
            *request.args.getlist("sets"),
        ]
        self.sets.offer(_offered(estate(), request.args.get("vendor", ""), kept))

    def validate_sets(self, field: ReferencesField) -> None:
        """Each setting names a connection that is still there, with a control that exists."""
        gone = [key for key in field.data or () if not is_setting(estate(), key)]
        if gone:
            raise ValidationError(t("measure.sets_gone", keys=t("common.comma").join(gone)))


def is_setting(conclusions: Conclusions, key: str) -> bool:
    """Whether CONNECTION.CONTROL names something that can be set."""
    id_, dot, name = key.partition(".")
    known = control_names(conclusions.catalogue) | {ALWAYS_ON}
    return bool(dot) and id_ in conclusions.index.connections and name in known


def _offered(conclusions: Conclusions, vendor: str, kept: list[str]) -> Iterator[SelectChoice]:
    index, states = conclusions.index, conclusions.exposure.connections
    lines = index.lines_of.get(vendor, ()) if vendor else tuple(index.connections.values())
    keys = dict.fromkeys(kept)
    for one in lines:
        if len(keys) >= MOST_OFFERED:
            break
        if states[one.id].state is not PathState.CLOSED:
            keys |= dict.fromkeys(_useful(conclusions, one))
    for key in keys:
        party = (
            index.connections[key.partition(".")[0]].line_party
            if is_setting(conclusions, key)
            else None
        )
        yield reference(key, setting_title(conclusions, key), index.name(party) if party else "")


def _useful(conclusions: Conclusions, connection: Connection) -> list[str]:
    """Settings that help to close the connection; being removed is the last of them."""
    ways = (w for v in conclusions.exposure.connections[connection.id].vectors for w in v.ways)
    controls = dict.fromkeys(name for way in ways for name in way)
    names = [ALWAYS_ON if one == ON_DEMAND else one for one in controls if one != REMOVED]
    return [f"{connection.id}.{name}" for name in (*names, REMOVED)]


def _title(measure: Measure) -> str:
    return measure_title(estate(), measure)


SCREENS = Screens(
    name="measure",
    kind=Measure,
    form=MeasureForm,
    view=(Permission.VIEW_ATTACK_MAP,),
    edit=(Permission.EDIT_ASSETS,),
    title=_title,
    template="measure/form.html",
    after=lambda _: url_for("measure.index"),
)
pages = blueprint(SCREENS, "/measures")


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure as the list shows it."""

    measure: Measure
    title: str
    settings: tuple[str, ...]
    closes: tuple[str, ...]
    """Connections that it closes by itself."""
    problems: tuple[str, ...]
    """What keeps it from doing what it says."""


@pages.get("")
@needs(Permission.VIEW_ATTACK_MAP)
def index() -> ResponseReturnValue:
    """All measures with what they cost and what each closes by itself."""
    conclusions = estate()
    listing = make_listing(
        measure_lines(conclusions),
        [
            ListColumn[MeasureLine](key="title", title="measure.name", value=lambda o: o.title),
            ListColumn[MeasureLine](
                key="by", title="measure.by", value=lambda o: o.measure.by and label(o.measure.by)
            ),
            ListColumn[MeasureLine](
                key="cost", title="measure.cost", value=lambda o: cost_of(o.measure)
            ),
            ListColumn[MeasureLine](
                key="closes", title="measure.closes", value=lambda o: len(o.closes)
            ),
        ],
        [
            ListFilter[MeasureLine](
                key="by",
                title="measure.by",
                options={one: label(one) for one in Controller},
                holds=lambda o, value: o.measure.by == value,
            ),
            ListFilter[MeasureLine](
                key="problem",
                title="measure.problem",
                options={"yes": t("measure.problem_yes")},
                holds=lambda o, _: bool(o.problems),
            ),
        ],
        found_by=lambda o: (o.title, o.measure.id, *o.settings),
        order="title",
    )
    return render_template(
        "measure/index.html", listing=listing, screens=SCREENS, names=namer(conclusions)
    )


def measure_lines(conclusions: Conclusions) -> list[MeasureLine]:
    """Every measure with its settings in words and what is wrong with it."""
    away = _put_away(conclusions)
    graph = conclusions.exposure.graph
    measures = conclusions.portfolio.measures
    hops = [
        hop
        for hop, id_ in enumerate(graph.hops)
        if conclusions.exposure.connections[id_].state is not PathState.CLOSED
    ]
    tools = toolbox(graph, measures, hops)
    place = {one.id: n for n, one in enumerate(tools.measures)}
    return [
        _line(conclusions, one, tools, place.get(one.id), away.get(one.id, ())) for one in measures
    ]


def _put_away(conclusions: Conclusions) -> Mapping[str, tuple[str, ...]]:
    """Measure to its settings on archived connections, in words."""
    found = archived_settings(reading())
    if not found:
        return {}
    labels = {one.fact.id: one.fact.label or one.fact.id for one in list_archived(reading(), Asset)}
    return {
        id_: tuple(put_away_title(conclusions, key, one, labels) for key, one in settings.items())
        for id_, settings in found.items()
    }


def _line(
    conclusions: Conclusions,
    measure: Measure,
    tools: Toolbox,
    place: int | None,
    away: Sequence[str],
) -> MeasureLine:
    closed = tools.closed_by((place,)) if place is not None else ()
    return MeasureLine(
        measure=measure,
        title=measure_title(conclusions, measure),
        settings=tuple(setting_title(conclusions, key) for key in measure.sets),
        closes=tuple(conclusions.exposure.graph.hops[hop] for hop in sorted(closed)),
        problems=tuple(problems_of(conclusions, measure, away)),
    )


def problems_of(
    conclusions: Conclusions, measure: Measure, away: Sequence[str] = ()
) -> Iterator[str]:
    """What is wrong with a measure, in words; `away` is what it set on archived connections."""
    if away:
        yield t("measure.sets_archived", settings=t("common.comma").join(away))
    elif not measure.sets:
        yield t("measure.sets_nothing")
    gone = [key for key in measure.sets if not is_setting(conclusions, key)]
    if gone:
        yield t("measure.sets_gone", keys=t("common.comma").join(gone))
    if measure.cost is not None and measure.cost < 1:
        yield t("measure.cost_low")


@pages.get("/<id:id_>")
@needs(Permission.VIEW_ATTACK_MAP)
def show(id_: str) -> ResponseReturnValue:
    """A measure has its place in the list; what it would change is tried out."""
    measure = next((one for one in estate().portfolio.measures if one.id == id_), None)
    if measure is None:
        return put_away_page(SCREENS, id_)
    return redirect(url_for("what_if.show", measure=id_), 303)
