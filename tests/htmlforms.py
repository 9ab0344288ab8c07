"""Reading forms out of pages the way a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_SINGLE_LINE = frozenset({"text", "search", "email", "tel", "url", "number", "date", ""})


@dataclass
class Control:
    """One named control of a form."""

    name: str
    kind: str
    """text, note, hidden, password, radio, checkbox, select or button."""
    value: str = ""
    chosen: bool = True
    options: list[tuple[str, bool]] = field(default_factory=list)
    required: bool = False
    many: bool = False


@dataclass
class PageForm:
    """One form of a page."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)

    def sent(self) -> dict[str, list[str]]:
        """What a browser sends when the first button is pressed and nothing is changed."""
        fields: dict[str, list[str]] = {}
        pressed = False
        for one in self.controls:
            if one.kind == "button":
                if pressed:
                    continue
                pressed = True
            for value in _values(one):
                fields.setdefault(one.name, []).append(value)
        fields.pop("", None)
        return fields

    def typed(self) -> list[Control]:
        """The controls into which a person types."""
        return [one for one in self.controls if one.kind in {"text", "note", "password"}]


def _values(one: Control) -> list[str]:
    if one.kind == "select":
        chosen = [value for value, selected in one.options if selected]
        if not chosen and one.options and not one.many:
            chosen = [one.options[0][0]]
        return chosen
    if one.kind in {"radio", "checkbox"}:
        return [one.value] if one.chosen else []
    return [one.value]


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._area: Control | None = None
        self._select: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = has.get("action") or self.path
            self._form = PageForm(action, has.get("method", "get").lower())
            self.forms.append(self._form)
            if "hx-post" in has:
                # The same fields, sent while somebody types.
                self.forms.append(PageForm(has["hx-post"], "post", self._form.controls))
        elif self._form is not None:
            self._control(tag, has)

    def _control(self, tag: str, has: dict[str, str]) -> None:
        name, must = has.get("name", ""), "required" in has or has.get("aria-required") == "true"
        one: Control | None = None
        if tag == "input":
            kind = has.get("type", "text")
            chosen = kind not in {"radio", "checkbox"} or "checked" in has
            value = has.get("value", "on" if kind in {"radio", "checkbox"} else "")
            kind = "text" if kind in _SINGLE_LINE else "button" if kind == "submit" else kind
            one = Control(name, kind, value, chosen, required=must)
        elif tag == "textarea":
            one = self._area = Control(name, "note", required=must)
        elif tag == "select":
            one = self._select = Control(name, "select", required=must, many="multiple" in has)
        elif tag == "button" and has.get("type", "submit") == "submit":
            self._button(has)
        elif tag == "option" and self._select is not None:
            self._select.options.append((has.get("value", ""), "selected" in has))
        if one is not None and self._form is not None:
            self._form.controls.append(one)

    def _button(self, has: dict[str, str]) -> None:
        """A button that sends the form; one with an address of its own makes another form."""
        assert self._form is not None
        if "formaction" in has:
            self.forms.append(PageForm(has["formaction"], "post", self._form.controls))
        elif "formnovalidate" not in has:
            self._form.controls.append(Control(has.get("name", ""), "button", has.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            if self._area is not None:
                # A browser drops the first line break.
                self._area.value = self._area.value.removeprefix("\r").removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data


def forms_of(page: str, path: str) -> list[PageForm]:
    """Every form of a page; forms without an action go to the page's own path."""
    reader = _Reader(path)
    reader.feed(page)
    return reader.forms


def filled(form: PageForm, texts: dict[str, str] | None = None) -> dict[str, list[str]]:
    """What the form sends when somebody has filled it in and added to its note.

    Empty required controls get a plausible value, some get what `texts` says.
    """
    fields, changed = form.sent(), _changed(form)
    for one in form.controls:
        if texts and one.name in texts:
            fields[one.name] = [texts[one.name]]
        elif one is changed:
            fields[one.name] = [f"{one.value}変更"]
        elif not any(fields.get(one.name, [])):
            value = _plausible(one)
            if value:
                fields[one.name] = [value]
    return fields


def _changed(form: PageForm) -> Control | None:
    """The control in which any text makes a difference: the first note, else the first line."""
    typed = sorted(form.typed(), key=lambda one: one.kind != "note")
    return typed[0] if typed else None


def _plausible(one: Control) -> str:
    """Something for an empty control; the last option says most."""
    if one.kind == "select" and one.required:
        return next((value for value, _ in reversed(one.options) if value), "")
    if one.kind == "radio":
        return one.value
    if one.kind in {"text", "note"} and one.required:
        return "試験"
    return ""
