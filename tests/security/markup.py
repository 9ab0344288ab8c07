"""What a browser would find in a page: elements with their attributes."""

from html.parser import HTMLParser

LEADING = frozenset({"href", "src", "srcset", "action", "formaction", "data", "poster"})
"""Attributes that a browser follows."""
Element = tuple[str, dict[str, str]]


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Element] = []
        self.inside: list[tuple[str, str]] = []
        self._raw: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        self._raw = tag if tag in {"script", "style"} else None

    def handle_endtag(self, _tag: str) -> None:
        self._raw = None

    def handle_data(self, data: str) -> None:
        if self._raw is not None and data.strip():
            self.inside.append((self._raw, data))


def elements(page: str) -> list[Element]:
    """Every element as (tag, attributes), in the order of the page."""
    reader = _Elements()
    reader.feed(page)
    return reader.found


def inline_code(page: str) -> list[str]:
    """Everything that only a policy with unsafe-inline would run or apply."""
    reader = _Elements()
    reader.feed(page)
    found = [f"<{tag}>{text[:40]}" for tag, text in reader.inside]
    for tag, attributes in reader.found:
        for name, value in attributes.items():
            if name.startswith(("on", "hx-on")) or name in {"style", "srcdoc"}:
                found.append(f"<{tag} {name}={value!r}>")
            leads = name in LEADING or name.startswith("hx-")
            if leads and value.strip().lower().startswith(("javascript:", "vbscript:", "data:")):
                found.append(f"<{tag} {name}={value!r}>")
    return found


def loaded(page: str) -> list[str]:
    """Every address that a browser fetches by itself to show the page."""
    wanted = {"script": "src", "img": "src", "link": "href", "iframe": "src", "object": "data"}
    return [
        attributes[wanted[tag]]
        for tag, attributes in elements(page)
        if tag in wanted and wanted[tag] in attributes
    ]
