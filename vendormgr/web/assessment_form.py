"""The form of a risk assessment: the whole register at once, rows added and removed without script.

A row that is blank or marked as removed is not kept.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request
from wtforms import BooleanField, HiddenField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from vendormgr.domain.assessed import rested_on_now
from vendormgr.domain.assessment import Assessment, HospitalTask, Risk
from vendormgr.domain.risk_score import SCALE
from vendormgr.domain.vocabulary import Aspect, Treatment
from vendormgr.i18n import label, t
from vendormgr.web.clock import today
from vendormgr.web.estate import estate
from vendormgr.web.fields import (
    DateField,
    EnumField,
    NoteField,
    ReferenceField,
    ReferencesField,
    TextField,
    reference,
)
from vendormgr.web.forms import Required
from vendormgr.web.options import service_options
from vendormgr.web.rows import GONE, MORE, ShownRows, row_count, row_values
from vendormgr.web.screens import FactForm

RISK, TASK = "risk", "task"
MOST_ROWS = 60
RISK_FIELDS = tuple(Risk.__dataclass_fields__)
TASK_FIELDS = tuple(HospitalTask.__dataclass_fields__)


class ScaleField(SelectField):
    """1 to 5 with words, or not judged."""

    def __init__(self, label_id: str, words: str, **kwargs: Any) -> None:
        choices = lambda: [  # noqa: E731 - the words wait for the language of the request
            SelectChoice("", t("risk.not_judged")),
            *(SelectChoice(str(n), f"{n} {t(f'{words}_{n}')}") for n in SCALE),
        ]
        super().__init__(label_id, coerce=_whole_or_none, choices=choices, **kwargs)


def _whole_or_none(value: Any) -> int | None:
    return int(value) if str(value or "") in {str(n) for n in SCALE} else None


class AssessmentForm(FactForm[Assessment]):
    """What stands over the register; the rows are added by `form_for`."""

    fact_kind = Assessment
    rows: Mapping[str, int] = {RISK: 0, TASK: 0}
    service = ReferenceField("assessment.service", [Required()])
    assessed_on = DateField("assessment.assessed_on", description="assessment.assessed_on_hint")
    assessor = TextField("assessment.assessor")
    scope = NoteField("assessment.scope", description="assessment.scope_hint")
    vendor_measures = NoteField(
        "assessment.vendor_measures", description="assessment.vendor_measures_hint"
    )
    communicated_on = DateField("assessment.communicated_on")
    agreed_on = DateField("assessment.agreed_on")
    agreed_by = TextField("assessment.agreed_by", description="assessment.agreed_by_hint")
    note = NoteField("common.note")

    def offer(self) -> None:
        """Services, and what each row offers."""
        self.service.offer(service_options())
        for place in range(self.rows[RISK]):
            aspects = self[f"{RISK}_{place}_aspects"]
            if isinstance(aspects, ReferencesField):
                aspects.offer(reference(one.value, label(one)) for one in Aspect)

    def submitted(self) -> bool:
        """Asking for one more row saves nothing."""
        return not request.form.get(MORE) and super().submitted()

    def validate_assessed_on(self, field: DateField) -> None:
        """Nobody has assessed anything in the future."""
        if field.data is not None and field.data > today():
            raise ValidationError(t("assessment.in_future"))

    def validate_agreed_on(self, field: DateField) -> None:
        """What was not told cannot be agreed on."""
        told = self.communicated_on.data
        if field.data is not None and (told is None or field.data < told):
            raise ValidationError(t("assessment.agreed_before_told"))

    def fact(self, base: Assessment | None) -> Assessment:
        """The assessment as typed; it rests on the facts as they are now while it has no day."""
        risks = tuple(Risk(**one) for one in self._rows(RISK, RISK_FIELDS))
        tasks = tuple(HospitalTask(**one) for one in self._rows(TASK, TASK_FIELDS))
        made = self.with_values(base, risks=risks, tasks=tasks)
        if base is not None and base.assessed_on == made.assessed_on and base.rested_on:
            return made
        service = estate().index.services.get(made.service or "")
        rested = rested_on_now(service, estate().index) if service is not None else ()
        return self.with_values(base, risks=risks, tasks=tasks, rested_on=rested)

    @classmethod
    def shown(cls, fact: Assessment) -> Any:
        """The assessment with one attribute for each field of each row."""
        values = {name: getattr(fact, name) for name in Assessment.__dataclass_fields__}
        return ShownRows(**values, **row_values(RISK, fact.risks), **row_values(TASK, fact.tasks))

    def row(self, kind: str, place: int) -> Mapping[str, Any]:
        """The fields of one row by their short names, for the template."""
        start = f"{kind}_{place}_"
        names = [one for one in self._fields if one.startswith(start)]
        return {name.removeprefix(start): self[name] for name in names}

    def _rows(self, kind: str, names: Iterable[str]) -> Iterable[dict[str, Any]]:
        for place in range(self.rows[kind]):
            values = {name: self[f"{kind}_{place}_{name}"].data for name in names}
            if "aspects" in values:
                values["aspects"] = tuple(Aspect(one) for one in values["aspects"] or ())
            said = any(value for name, value in values.items() if name != "origin")
            if said and not self[f"{kind}_{place}_{GONE}"].data:
                yield values


def form_for(stored: Assessment | None) -> type[AssessmentForm]:
    """The form class with as many rows as were sent or are stored, and one more where asked."""
    rows = {
        RISK: row_count(RISK, len(stored.risks) if stored else 0, most=MOST_ROWS),
        TASK: row_count(TASK, len(stored.tasks) if stored else 0, most=MOST_ROWS),
    }
    fields: dict[str, Any] = {"rows": rows}
    for place in range(rows[RISK]):
        fields |= _risk_fields(f"{RISK}_{place}_")
    for place in range(rows[TASK]):
        fields |= _task_fields(f"{TASK}_{place}_")
    return type("AssessmentFormOfRows", (AssessmentForm,), fields)


def _risk_fields(start: str) -> dict[str, Any]:
    return {
        f"{start}title": TextField("assessment.risk_title", limit=120),
        f"{start}asset": TextField("assessment.asset"),
        f"{start}threat": NoteField("assessment.threat", limit=1000),
        f"{start}aspects": ReferencesField("assessment.aspects"),
        f"{start}likelihood": ScaleField("assessment.likelihood", "risk.likelihood"),
        f"{start}impact": ScaleField("assessment.impact", "risk.impact"),
        f"{start}measures": NoteField("assessment.measures", limit=1000),
        f"{start}treatment": EnumField(
            "assessment.treatment", of=Treatment, blank="assessment.not_decided"
        ),
        f"{start}plan": NoteField("assessment.plan", limit=1000),
        f"{start}residual_likelihood": ScaleField("assessment.likelihood", "risk.likelihood"),
        f"{start}residual_impact": ScaleField("assessment.impact", "risk.impact"),
        f"{start}owner": TextField("assessment.owner"),
        f"{start}due_on": DateField("assessment.due_on"),
        f"{start}done_on": DateField("assessment.done_on"),
        f"{start}origin": HiddenField("assessment.origin", filters=[_short]),
        f"{start}note": NoteField("common.note", limit=1000),
        f"{start}{GONE}": BooleanField("assessment.remove_row"),
    }


def _task_fields(start: str) -> dict[str, Any]:
    return {
        f"{start}task": TextField("assessment.task"),
        f"{start}owner": TextField("assessment.owner"),
        f"{start}due_on": DateField("assessment.due_on"),
        f"{start}done_on": DateField("assessment.done_on"),
        f"{start}{GONE}": BooleanField("assessment.remove_row"),
    }


def _short(value: Any) -> str | None:
    """Where a row came from; what somebody else put there is cut off."""
    return str(value)[:120] or None if value else None
