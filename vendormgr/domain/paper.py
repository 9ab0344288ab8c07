"""What people call an assessment, a piece of evidence, a disclosure, a sheet, and their parts."""

from datetime import date

from vendormgr.domain.assessment import Assessment
from vendormgr.domain.assurance import Disclosure, Evidence, Sheet
from vendormgr.domain.index import Index, Paper
from vendormgr.domain.text import Text
from vendormgr.domain.vocabulary import DisclosureForm
from vendormgr.domain.wording_terms import CONDITION, NOT_RECORDED, RISK, TASK, day_text, label_text

ASSESSMENT = Text("{}のリスク評価", "Risk assessment of {}")
SHEET = Text("{}年度 {}", "{} {}")
_PARTS = {"risk": RISK, "task": TASK, "condition": CONDITION}


def paper_name(paper: Paper, index: Index, language: str) -> str:
    """What people call a paper: its own title, else its kind with what it is about and its day."""
    match paper:
        case Assessment():
            about = index.name(paper.service) if paper.service else NOT_RECORDED.of(language)
            return ASSESSMENT.of(language).format(about) + _on(paper.assessed_on, language)
        case Disclosure():
            about = paper.product or index.name(paper.service or paper.party or "")
            form = _short(paper.form, language) if paper.form else ""
            return " ".join(filter(None, (form, about))) + _on(paper.dated_on, language) or paper.id
        case Sheet():
            kind = label_text(paper.kind, language) if paper.kind else paper.id
            named = SHEET.of(language).format(paper.fiscal_year or "", kind)
            about = index.name(paper.party or paper.system or "")
            return " ".join(filter(None, (named.strip(), about)))
        case Evidence():
            kind = label_text(paper.kind, language) if paper.kind else paper.id
            return paper.title or " ".join(filter(None, (kind, index.name(paper.party or ""))))
        case _:
            return paper.title or paper.id


def part_name(paper: Paper, part: str, language: str) -> str | None:
    """What people call a part of a paper such as "risk-2"; None: it is no such part."""
    kind, _, place = part.partition("-")
    if kind not in _PARTS or not place.isdigit():
        return None
    return _words(paper, kind, int(place) - 1) or _PARTS[kind].of(language).format(place)


def _words(paper: Paper, kind: str, place: int) -> str | None:
    listed = getattr(paper, f"{kind}s", ())
    if place >= len(listed):
        return None
    one = listed[place]
    texts = (getattr(one, name, None) for name in ("title", "threat", "task", "text"))
    return next((str(text) for text in texts if text), None)


def _short(form: DisclosureForm, language: str) -> str:
    if form is DisclosureForm.CONFORMANCE:
        return label_text(form, language)
    return form.value.upper()


def _on(day: date | None, language: str) -> str:
    return "" if day is None else f"({day_text(day, language)})"
