"""A page with every kind of field and a plain button, for tests of what all pages share."""

from pathlib import Path
from typing import Any

from flask import Blueprint, redirect, render_template_string
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.vocabulary import Criticality, ServiceModel
from vendormgr.store.state import describe_portfolio, read_state
from vendormgr.web.access import actor, needs
from vendormgr.web.db import reading, writing
from vendormgr.web.fields import (
    CorporateNumberField,
    DateField,
    EmailField,
    EnumField,
    EnumRadioField,
    NoteField,
    PhoneField,
    ReferenceField,
    ReferencesField,
    TextField,
    TriStateField,
    WebAddressField,
    WholeNumberField,
    reference,
)
from vendormgr.web.forms import RecordForm, Required

pages = Blueprint("sample", __name__, root_path=str(Path(__file__).parent))
PARTIES = [
    reference(f"party-{n}", name, kana)
    for n, (name, kana) in enumerate(
        [
            ("株式会社サンプルフーズ", "サンプルフーズ"),
            ("髙﨑検査", "タカサキケンサ"),
            ("𠮷田電機㈱", None),
        ]
        * 5
    )
]


class SampleForm(RecordForm):
    """Every kind of field. The labels are texts that exist anyway."""

    title = TextField("access.name", [Required()], description="access.forgotten")
    note = NoteField("access.confirm_title")
    on = DateField("form.conflict_field")
    hours = WholeNumberField("list.search", least=1, most=720)
    mfa = TriStateField("common.yes")
    model = EnumField("nav.systems", of=ServiceModel)
    criticality = EnumRadioField("nav.gaps", of=Criticality, blank="")
    party = ReferenceField("nav.vendors")
    parties = ReferencesField("nav.matrix")
    corporate_number = CorporateNumberField("nav.contracts")
    phone = PhoneField("nav.connections")
    email = EmailField("nav.catalogue")
    web = WebAddressField("nav.audit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party.offer(PARTIES)
        self.parties.offer(PARTIES)


PAGE = """
{% extends "base.html" %}{% import "_macros/form.html" as form_ %}
{% block title %}sample{% endblock %}
{% block main %}{% call form_.form(form) %}
{% for field in form if field.name != "seen" %}{{ form_.field(field) }}{% endfor %}
{% endcall %}{% endblock %}
"""


@pages.route("/sample", methods=["GET", "POST"])
@needs(Permission.EDIT_VENDORS)
def edit() -> ResponseReturnValue:
    """Keep the title as that of the portfolio."""
    form = SampleForm(version=read_state(reading()).version)
    if form.submitted():
        with writing() as session:
            describe_portfolio(
                session, title=form.title.data, note=form.note.data, edition=None, by=actor()
            )
        return redirect("/sample", 303)
    return render_template_string(PAGE, form=form), 422 if form.problems else 200


@pages.post("/sample/clear")
@needs(Permission.EDIT_VENDORS)
def clear() -> ResponseReturnValue:
    """A change by a plain button."""
    with writing() as session:
        describe_portfolio(session, title=None, note=None, edition=None, by=actor())
    return redirect("/sample", 303)


@pages.get("/sample/broken")
@needs()
def broken() -> str:
    """Something nobody expected."""
    raise ZeroDivisionError("a secret: 給食業者の契約")
