"""How well contracts are read: recall and precision at rank 3 on contracts with answers, and time.

``python -m tests.benchmarks.reading tuning`` prints what was missed in the contracts to tune with;
``python -m tests.benchmarks.reading`` measures both sets and writes tests/contracts/measured.tsv.
The contracts to measure with are opened by this program only; nobody tunes on what it says of them.
"""

import re
import sys
import time
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from vendormgr.domain.reading.articles import read_passages
from vendormgr.domain.reading.facts import read_facts
from vendormgr.domain.reading.guide import Guide
from vendormgr.domain.reading.matching import Proposal, Verdict, propose
from vendormgr.domain.reading.passage import Passage, address, from_plain, unit_of
from vendormgr.exchange.contract_file import FileKind, extract, kind_of
from vendormgr.exchange.contract_file_run import read_apart
from vendormgr.exchange.seed_reading import load_guide
from vendormgr.resources import resource_dir

CONTRACTS = Path(__file__).resolve().parents[1] / "contracts"
RANK = 3


@dataclass
class Score:
    """What happened to one clause, or to all."""

    asked: int = 0
    """(contract, clause) pairs in the key."""
    found: int = 0
    """Of those, pairs with a right passage among the first three."""
    shown: int = 0
    """Pairs with a shown proposal."""
    right: int = 0
    """Of those, pairs where one of the first three shown is right."""
    judged: int = 0
    """Found pairs whose right passage was proposed with the verdict of the key."""

    def add(self, other: "Score") -> None:
        for name in ("asked", "found", "shown", "right", "judged"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def recall(self) -> float | None:
        return self.found / self.asked if self.asked else None

    @property
    def precision(self) -> float | None:
        return self.right / self.shown if self.shown else None


@dataclass
class Answers:
    """The key to one contract."""

    name: str
    clauses: Mapping[str, tuple[str, frozenset[str]]]
    """Clause to status and the passages that settle it."""


@dataclass
class Read:
    """One contract with what was proposed."""

    passages: Sequence[Passage]
    proposals: Mapping[str, tuple[Proposal, ...]]
    missed: list[str] = field(default_factory=list)


def answers_of(place: Path) -> Answers:
    raw = tomllib.loads(place.read_text(encoding="utf-8"))
    clauses = {
        one["id"]: (one["status"], frozenset(map(plain, one["passages"]))) for one in raw["clause"]
    }
    return Answers(place.name.removesuffix(".answers.toml"), clauses)


def plain(words: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", words)).rstrip(".")


def contract_of(answers: Path) -> Path:
    stem = answers.name.removesuffix(".answers.toml")
    return next(
        place for place in sorted(answers.parent.glob(f"{stem}.*")) if place.suffix != ".toml"
    )


def read(place: Path, guide: Guide) -> Read:
    found = extract(place, kind_of(place), lambda _done, _of: None)
    passages = read_passages(found.pages, wrapped=found.wrapped)
    return Read(passages, propose(passages, guide))


def hits(passages: Sequence[Passage], place: int, wanted: frozenset[str]) -> bool:
    """Whether a passage lies in one of the key's, or is the article or annex that holds one."""
    here = plain(address(passages, place))
    if any(_lies_in(here, one) for one in wanted):
        return True
    holds = unit_of(passages, place) == place
    return bool(here) and holds and any(_lies_in(one, here) for one in wanted)


def _lies_in(inner: str, outer: str) -> bool:
    if not inner.startswith(outer):
        return False
    rest = inner[len(outer) :]
    return not rest or not (rest[0].isdigit() or (rest[0] == "の" and outer.endswith("条")))


def judge(found: Read, answers: Answers, guide: Guide) -> Iterator[tuple[str, Score]]:
    for clause in guide.clauses:
        score = Score()
        first = found.proposals[clause][:RANK]
        status, wanted = answers.clauses.get(clause, ("absent", frozenset()))
        right = [one for one in first if hits(found.passages, one.place, wanted)]
        if wanted:
            score.asked = 1
            score.found = int(bool(right))
            verdict = Verdict.PRESENT if status == "present" else Verdict.INADEQUATE
            score.judged = int(bool(right) and right[0].verdict is verdict)
            if not right:
                shown = [address(found.passages, one.place) for one in first]
                found.missed.append(f"{answers.name}\t{clause}\t{sorted(wanted)}\t{shown}")
            elif right[0].verdict is not verdict:
                why = ",".join(right[0].weaknesses) or "-"
                place = address(found.passages, right[0].place)
                found.missed.append(f"{answers.name}\t{clause}\t{status}\t{place}\t{why}")
        if any(one.shown for one in first):
            score.shown = 1
            score.right = int(any(one.shown for one in right))
            if not score.right:
                place = address(found.passages, first[0].place)
                words = " ".join(one.words for one in first[0].found if one.here)[:60]
                what = f"shown for nothing\t{first[0].score}\t{place}\t{words}"
                found.missed.append(f"{answers.name}\t{clause}\t{what}")
        yield clause, score


def measure(folder: Path, guide: Guide, *, tell: bool = False) -> dict[str, Score]:
    """Clause to score over all contracts of a folder."""
    scores: defaultdict[str, Score] = defaultdict(Score)
    for place in sorted(folder.glob("*.answers.toml")):
        found = read(contract_of(place), guide)
        for clause, score in judge(found, answers_of(place), guide):
            scores[clause].add(score)
        if tell:
            print("\n".join(found.missed))  # noqa: T201
    return dict(scores)


def total(scores: Mapping[str, Score]) -> Score:
    everything = Score()
    for one in scores.values():
        everything.add(one)
    return everything


def macro(values: Sequence[float | None]) -> float:
    known = [one for one in values if one is not None]
    return sum(known) / len(known) if known else 0.0


def summary(name: str, scores: Mapping[str, Score]) -> str:
    micro = total(scores)
    recalls = macro([one.recall for one in scores.values()])
    precisions = macro([one.precision for one in scores.values()])
    judged = micro.judged / micro.found if micro.found else 0
    contracts = len(list((CONTRACTS / name).glob("*.answers.toml")))
    return (
        f"{name}, {contracts} contracts:"
        f" recall@3 micro {micro.recall:.3f} ({micro.found}/{micro.asked})"
        f" macro {recalls:.3f}, above the threshold {micro.right / micro.asked:.3f};"
        f" precision@3 micro {micro.precision:.3f} ({micro.right}/{micro.shown})"
        f" macro {precisions:.3f}; verdict right {judged:.3f}"
    )


def table(measured: Mapping[str, Mapping[str, Score]]) -> str:
    """Per clause, as text with tabs."""
    heads = ["clause"]
    for name in measured:
        heads += [f"{name} {what}" for what in ("asked", "found", "shown", "right")]
        heads += [f"{name} recall@3", f"{name} precision@3"]
    lines = ["\t".join(heads)]
    for clause in next(iter(measured.values())):
        cells = [clause]
        for scores in measured.values():
            one = scores.get(clause, Score())
            cells += [str(n) for n in (one.asked, one.found, one.shown, one.right)]
            cells += ["-" if v is None else f"{v:.2f}" for v in (one.recall, one.precision)]
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def hundred_pages() -> tuple[tuple[str, ...], ...]:
    """A contract of 100 pages made of those to tune with, each page 40 lines of 40 characters."""
    text = "".join(
        place.read_text(encoding="utf-8") for place in sorted((CONTRACTS / "tuning").glob("*.txt"))
    )
    lines = [line[i : i + 40] for line in text.split("\n") for i in range(0, max(1, len(line)), 40)]
    many = [lines[i % len(lines)] for i in range(100 * 40)]
    return tuple(tuple(many[i : i + 40]) for i in range(0, len(many), 40))


def paper(pages: Sequence[Sequence[str]], place: Path) -> None:
    """Those lines as a PDF."""
    font = resource_dir("static") / "fonts" / "BIZUDPGothic-Regular.ttf"
    pdfmetrics.registerFont(TTFont("BIZUDPGothic", font))
    canvas = Canvas(str(place))
    for lines in pages:
        canvas.setFont("BIZUDPGothic", 9)
        for row, line in enumerate(lines):
            canvas.drawString(40, 800 - 18 * row, line.replace("\t", "　"))
        canvas.showPage()
    canvas.save()


def timed(guide: Guide) -> str:
    """How long a PDF of 100 pages takes: another process reads it, this one matches."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "contract.pdf"
        paper(hundred_pages(), place)
        start, used = time.perf_counter(), time.process_time()
        found = read_apart(place, FileKind.PDF, lambda _done, _of: None)
        middle = time.perf_counter()
        passages = from_plain(found.passages)
        propose(passages, guide)
        read_facts(passages)
        end, used = time.perf_counter(), time.process_time() - used
    return (
        f"100 pages, {len(passages)} passages: read in {middle - start:.2f} s, matched in"
        f" {end - middle:.2f} s (wall clock); {used:.2f} s of processor time in this process"
    )


def main(only: Sequence[str]) -> None:
    guide = load_guide()
    measured = {
        name: measure(CONTRACTS / name, guide, tell=name in only)
        for name in only or ("tuning", "held_out")
    }
    for name, scores in measured.items():
        print(summary(name, scores))  # noqa: T201
    print(timed(guide))  # noqa: T201
    if not only:
        (CONTRACTS / "measured.tsv").write_text(table(measured), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
