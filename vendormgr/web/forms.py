"""The base of every form: our own messages in both languages, and forms that are shown again.

A form after an expired session is shown filled in, never carried out: `submitted` is then False.
"""

from typing import Any

from flask import g, request
from wtforms import Form as WTForm
from wtforms import HiddenField, ValidationError

from vendormgr.i18n import t, texts

_MESSAGES = {
    "This field is required.": "form.required",
    "Not a valid choice.": "form.not_a_choice",
    "Invalid Choice: could not coerce.": "form.not_a_choice",
    "'%(value)s' is not a valid choice for this field.": "form.not_a_choice",
    "'%(value)s' are not valid choices for this field.": "form.not_a_choice",
    "Invalid choice(s): one or more data inputs could not be coerced.": "form.not_a_choice",
}


class _Messages:
    """WTForms' own messages in our words; its Japanese catalogue has misspellings."""

    def gettext(self, message: str) -> str:
        return t(_MESSAGES[message])

    def ngettext(self, one: str, _many: str, _n: int) -> str:
        return t(_MESSAGES[one])


class Required:
    """The field must be filled in; unlike WTForms' own it lets the reason for a bad value stand."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads it from the class

    def __init__(self, text_id: str = "form.required") -> None:
        self.text_id = text_id

    def __call__(self, _form: WTForm, field: Any) -> None:
        """Refuse a field without a value."""
        if not field.errors and field.data in (None, "", [], ()):
            raise ValidationError(t(self.text_id))


class Form(WTForm):
    """A form of one view: ``form = VendorForm(obj=fact)``, then ``if form.submitted():``."""

    class Meta:
        """What WTForms asks for."""

        def get_translations(self, _form: WTForm) -> _Messages:
            """Our messages."""
            return _Messages()

    def __init__(self, obj: Any = None, *, prefix: str = "", **values: Any) -> None:
        sent = request.form if request.method == "POST" else None
        super().__init__(formdata=sent, obj=obj, prefix=prefix, **values)

    def submitted(self) -> bool:
        """Whether the form was sent, everything in it is right, and it may be carried out."""
        return request.method == "POST" and not refilled() and bool(self.validate())

    @property
    def problems(self) -> list[tuple[Any, str]]:
        """(field, message) of everything that is wrong, in the order of the form."""
        return [(field, str(message)) for field in self for message in field.errors]

    def refuse(self, name: str, message: str) -> None:
        """Put a message on a field that only the records could refuse; unknown: on the first."""
        shown = [field for field in self if not isinstance(field, HiddenField)]
        field = self._fields.get(name) or shown[0]
        field.errors = [*field.errors, message]


class RecordForm(Form):
    """A form that edits a record; `seen` is the version that the person saw."""

    seen = HiddenField("", default="0")

    def __init__(self, obj: Any = None, *, version: int = 0, **kwargs: Any) -> None:
        super().__init__(obj, **kwargs)
        if request.method != "POST":
            self.seen.data = str(version)

    @property
    def seen_version(self) -> int:
        """The version that the person saw; 0 when the form says none."""
        typed = str(self.seen.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0

    def values(self) -> dict[str, Any]:
        """What was typed, by field name; lists as tuples, without the version."""
        return {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in self.data.items()
            if name != "seen"
        }


def title_of(field: Any) -> str:
    """What a field is called: the text of its label's id, or the catalogue's own words."""
    words = str(field.label.text)
    return t(words) if words in texts() else words


def refilled() -> bool:
    """Whether this request only shows again what was typed before an expired session."""
    return bool(g.get("refilled"))
