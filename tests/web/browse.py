"""Reading pages as a person with a browser does: forms with what is in them, texts, links."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from werkzeug.test import TestResponse

from tests.web.conftest import Visitor

Fields = dict[str, list[str]]


@dataclass
class PageForm:
    """One form of a page: where it goes and what it would send."""

    action: str
    method: str
    fields: Fields = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.links: list[str] = []
        self._area: str | None = None
        self._select: str | None = None
        self._first_option: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = dict(attrs)
        name, value = one.get("name"), one.get("value") or ""
        match tag:
            case "a":
                self.links.append(one.get("href") or "")
            case "form":
                self.forms.append(PageForm(one.get("action") or "", one.get("method") or "get"))
            case "textarea":
                self._area = name
            case "select":
                self._select, self._first_option = name, None
            case "option" if self._select:
                if self._first_option is None:
                    self._first_option = value
                if "selected" in one:
                    self._add(self._select, value)
            case "input" if name:
                picked = one.get("type") not in {"radio", "checkbox"} or "checked" in one
                if picked:
                    self._add(name, value)

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._add(self._area, data.removeprefix("\r\n").removeprefix("\n"))
            self._area = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            self._add(self._area, "")
            self._area = None
        if tag == "select" and self._select is not None:
            if self.forms and self._select not in self.forms[-1].fields:
                self._add(self._select, self._first_option or "")
            self._select = None

    def _add(self, name: str, value: str) -> None:
        if self.forms:
            self.forms[-1].fields.setdefault(name, []).append(value)


def forms_on(answer: TestResponse) -> list[PageForm]:
    """Every form of a page."""
    reader = _Reader()
    reader.feed(answer.text)
    return reader.forms


def links_on(answer: TestResponse) -> list[str]:
    """The addresses of every link of a page, inside the product."""
    reader = _Reader()
    reader.feed(answer.text)
    return [one for one in reader.links if one.startswith("/")]


def form_on(answer: TestResponse, having: str = "seen") -> Fields:
    """What the form with that field would send, without its token."""
    found = [one.fields for one in forms_on(answer) if having in one.fields]
    assert found, f"no form with {having} on {answer.request.path}"
    return {name: values for name, values in found[-1].items() if name != "csrf_token"}


def fill_in(
    visitor: Visitor, path: str, having: str = "seen", **changes: Any
) -> tuple[Fields, TestResponse]:
    """Open a form, change fields, send it; gives what was sent and the answer."""
    sent = form_on(visitor.get(path), having)
    sent |= {name: one if isinstance(one, list) else [one] for name, one in changes.items()}
    return sent, visitor.post(path, sent)


def follow(visitor: Visitor, answer: TestResponse) -> TestResponse:
    """The page that an answer leads to, over as many redirects as there are."""
    for _ in range(5):
        if answer.status_code not in {302, 303}:
            return answer
        there = urlsplit(answer.location)
        answer = visitor.get(f"{there.path}?{there.query}" if there.query else there.path)
    raise AssertionError("it leads in circles")


def press_undo(visitor: Visitor, page: TestResponse) -> TestResponse:
    """Press the button that takes back what the message on a page says."""
    button = next(one for one in forms_on(page) if "/undo/" in one.action)
    visitor.headers["Referer"] = f"http://localhost{page.request.path}"
    answer = visitor.post(button.action)
    del visitor.headers["Referer"]
    return answer
