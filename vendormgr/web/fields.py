"""Form fields that read what people type: dates, numbers, ○ × ？, terms, other records.

Labels and descriptions are text ids; the templates' macros put them into the current language.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from wtforms import (
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import CheckboxInput, ListWidget, TextArea, TextInput

from vendormgr.domain.naming import clean_line, clean_text, search_key
from vendormgr.domain.typed import (
    TypedError,
    read_corporate_number,
    read_date,
    read_email,
    read_phone,
    read_web_address,
    read_whole_number,
)
from vendormgr.i18n import format_number, label, t

T = TypeVar("T")
Validators = tuple[Any, ...] | list[Any]
NAME_LIMIT = 200
NOTE_LIMIT = 4_000
YES, NO, UNKNOWN = "yes", "no", "unknown"
_TRI_STATE = {YES: True, NO: False, UNKNOWN: None}


class TextField(StringField):
    """One line of text; nothing typed is None, control and invisible characters are dropped."""

    def __init__(
        self, label: str, validators: Validators = (), *, limit: int = NAME_LIMIT, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.limit = limit

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed."""
        self.data = (self.clean(valuelist[0]) or None) if valuelist else None

    def clean(self, text: str) -> str:
        """The text without what must not be kept."""
        return clean_line(text)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms gives the form
        """Refuse what is longer than the limit."""
        if self.data is not None and len(self.data) > self.limit:
            raise ValidationError(
                t("form.too_long", limit=format_number(self.limit), n=format_number(len(self.data)))
            )


class NoteField(TextField):
    """Several lines of text."""

    widget = TextArea()

    def __init__(
        self, label: str, validators: Validators = (), *, limit: int = NOTE_LIMIT, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, limit=limit, **kwargs)

    def clean(self, text: str) -> str:
        """The text without what must not be kept."""
        return clean_text(text)


class TypedField(Field, Generic[T]):
    """A line of text read into a value; what was typed stays in the field if that fails."""

    widget = TextInput()
    data: T | None

    def read(self, text: str) -> T:
        """The value of the typed text.

        Raises:
            TypedError: It cannot be read.
        """
        raise NotImplementedError

    def show(self, value: T) -> str:
        """How a stored value is shown in the field."""
        return str(value)

    def _value(self) -> str:
        if self.raw_data:
            return clean_line(str(self.raw_data[0]))
        return "" if self.data is None else self.show(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed."""
        self.data = None
        text = clean_line(valuelist[0]) if valuelist else ""
        if not text:
            return
        try:
            self.data = self.read(text)
        except TypedError as error:
            raise ValueError(t(error.text_id, **error.values)) from error


class DateField(TypedField[date]):
    """A day, typed in any form in use: 2026/11/22, 令和8年11月22日, R8.11.22, full width."""

    def read(self, text: str) -> date:
        """The day."""
        return read_date(text)

    def show(self, value: date) -> str:
        """2026/11/22."""
        return f"{value.year}/{value.month:02}/{value.day:02}"


class WholeNumberField(TypedField[int]):
    """A whole number between two bounds, both allowed."""

    def __init__(
        self,
        label: str,
        validators: Validators = (),
        *,
        least: int = 0,
        most: int = 999_999_999,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.least = least
        self.most = most

    def read(self, text: str) -> int:
        """The number."""
        return read_whole_number(text, least=self.least, most=self.most)

    def show(self, value: int) -> str:
        """1,200,000."""
        return format_number(value)


class CorporateNumberField(TypedField[str]):
    """法人番号."""

    def read(self, text: str) -> str:
        """The 13 digits."""
        return read_corporate_number(text)


class PhoneField(TypedField[str]):
    """A telephone number."""

    def read(self, text: str) -> str:
        """The number in half width."""
        return read_phone(text)


class EmailField(TypedField[str]):
    """An e-mail address."""

    def read(self, text: str) -> str:
        """The address in half width."""
        return read_email(text)


class WebAddressField(TypedField[str]):
    """An https address."""

    def read(self, text: str) -> str:
        """The address."""
        return read_web_address(text)


class TriStateField(RadioField):
    """○ はい, × いいえ, ？ 未確認: True, False, None; None as long as nobody has chosen."""

    def __init__(self, label: str, validators: Validators = (), **kwargs: Any) -> None:
        super().__init__(label, validators, choices=_tri_state_choices, **kwargs)

    def iter_choices(self) -> Any:
        """The three answers, the present one selected."""
        for choice in super().iter_choices():
            answer = _TRI_STATE[choice.value]  # type: ignore[attr-defined]
            yield choice._replace(selected=answer is self.data)  # type: ignore[attr-defined]

    def process_data(self, value: bool | None) -> None:
        """Take a stored answer."""
        self.data = value

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the chosen answer."""
        if valuelist and valuelist[0] not in _TRI_STATE:
            raise ValueError(t("form.not_a_choice"))
        self.data = _TRI_STATE[valuelist[0]] if valuelist else None


def _tri_state_choices() -> list[SelectChoice]:
    return [SelectChoice(value, t(f"form.answer_{value}")) for value in _TRI_STATE]


class EnumField(SelectField):
    """A term of the vocabulary, or None; `of` may be a part of an enumeration."""

    def __init__(
        self,
        label: str,
        validators: Validators = (),
        *,
        of: Iterable[StrEnum],
        blank: str = "form.choose",
        **kwargs: Any,
    ) -> None:
        terms = tuple(of)
        self._terms = {term.value: term for term in terms}
        super().__init__(
            label,
            validators,
            coerce=self._read,
            choices=_term_choices(terms, blank),
            validate_choice=False,  # process_formdata does it; None has no choice of its own
            **kwargs,
        )

    def _read(self, value: object) -> StrEnum | None:
        if value is None or value == "":
            return None
        return self._terms[str(value)]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the chosen term."""
        try:
            self.data = self._read(valuelist[0]) if valuelist else None
        except KeyError:
            self.data = None
            raise ValueError(t("form.not_a_choice")) from None


class EnumRadioField(EnumField, RadioField):
    """A term of the vocabulary as radio buttons; for few terms that people should see at once."""


def _term_choices(terms: Sequence[StrEnum], blank: str) -> Callable[[], list[SelectChoice]]:
    def choices() -> list[SelectChoice]:
        first = [SelectChoice("", t(blank))] if blank else []
        return first + [SelectChoice(term.value, label(term)) for term in terms]

    return choices


def reference(id_: str, name: str, *also: str | None) -> SelectChoice:
    """A record to choose: its id, its name, and what else a search finds it by (kana, kind)."""
    key = " ".join(search_key(word) for word in (name, *also) if word)
    return SelectChoice(id_, name, render_kw={"data-key": key})


class ReferenceField(SelectField):
    """Another record by its id, or None; the view says with `offer` which may be chosen."""

    def __init__(
        self,
        label: str,
        validators: Validators = (),
        *,
        blank: str = "form.choose",
        **kwargs: Any,
    ) -> None:
        self.blank = blank
        super().__init__(label, validators, coerce=_id_or_none, choices=(), **kwargs)

    def offer(self, records: Iterable[SelectChoice]) -> None:
        """Let these records be chosen, in this order."""
        self.choices = [SelectChoice("", t(self.blank)), *records]


class ReferencesField(SelectMultipleField):
    """Several other records by their ids, as a tuple in the order they are offered."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    near = 0
    """How many of the choices stand in sight; the others are folded away. 0: all of them."""

    def __init__(self, label: str, validators: Validators = (), **kwargs: Any) -> None:
        super().__init__(label, validators, choices=(), **kwargs)

    def offer(self, records: Iterable[SelectChoice], *, near: int = 0) -> None:
        """Let these records be chosen, in this order; the first `near` of them in sight."""
        self.choices = list(records)
        self.near = near

    @property
    def reaches_far(self) -> bool:
        """Whether one of the folded choices is chosen."""
        far = list(offered_names(self))[self.near :]
        return not set(far).isdisjoint(self.data or ())

    @property
    def chosen(self) -> tuple[str, ...]:
        """The chosen ids."""
        return tuple(dict.fromkeys(self.data or ()))


def _id_or_none(value: object) -> str | None:
    return str(value) if value not in (None, "") else None


def offered_names(field: ReferenceField | ReferencesField) -> dict[str, str]:
    """Id to name of the records that may be chosen."""
    choices: Iterable[Any] = field.choices or ()
    return {choice.value: choice.label for choice in choices}
