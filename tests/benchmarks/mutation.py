"""Mutation testing: small faults put into the engine one at a time; how many do its tests notice?

A fixed seed draws the same faults again. A fault with which the tests take five times as long as
without any counts as noticed and is named apart. The tests named like the spoiled module run first.
Each fault is tried in a child of this process that has everything but the engine loaded already; so
it runs where there is fork.

Run: python -m tests.benchmarks.mutation --count 250 --minutes 40
"""

import argparse
import ast
import math
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("vendormgr", "seed", "schemas", "templates")
SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
Change = Callable[[], None]
SLOWEST = 5
"""Times as long as without any fault: then it counts as hanging."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One place at which a file is changed; `number` counts the places of that file."""

    file: Path
    number: int
    line: int
    kind: str
    was: str


def changes(tree: ast.Module) -> Iterator[tuple[ast.AST, str, Change]]:
    """Every change that can be made to the tree: where, what kind, and how to make it."""
    silent = set(_left_alone(tree))
    for node in ast.walk(tree):
        if node in silent:
            continue
        for kind, change in _of_node(node):
            yield node, kind, change
        yield from _of_body(node)


def _left_alone(tree: ast.Module) -> Iterator[ast.AST]:
    """Annotations, decorators, types and what stands at the top of a module: no behaviour."""
    for node in ast.walk(tree):
        parts: list[ast.AST | None] = []
        match node:
            case ast.FunctionDef():
                parts = [*node.decorator_list, node.returns]
            case ast.ClassDef():
                parts = [*node.decorator_list]
            case ast.arg() | ast.AnnAssign():
                parts = [node.annotation]
            case ast.Subscript(value=ast.Name(id=name)) if name[:1].isupper():
                parts = [node]
            case _:
                continue
        for part in parts:
            if part is not None:
                yield from ast.walk(part)


def _of_node(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in SWAPPED:
            yield "comparison", lambda: setattr(node, "ops", [SWAPPED[type(op)]()])
        case ast.BoolOp(op=op):
            yield "boolean", lambda: setattr(node, "op", SWAPPED[type(op)]())
        case ast.UnaryOp(op=ast.Not()):
            twice = ast.UnaryOp(ast.Not(), node.operand)
            yield "negation", lambda: setattr(node, "operand", twice)
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in SWAPPED:
            yield "operator", lambda: setattr(node, "op", SWAPPED[type(op)]())
        case ast.Constant(value=bool(value)):
            yield "constant", lambda: setattr(node, "value", not value)
        case ast.Constant(value=int(number)):
            yield "constant", lambda: setattr(node, "value", number + 1)
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield "return", lambda: setattr(node, "value", ast.Constant(None))
        case _:
            return


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _of_body(node: ast.AST) -> Iterator[tuple[ast.AST, str, Change]]:
    """Statements without which the rest still runs: calls, additions, leaving a loop."""
    for field in ("body", "orelse"):
        body = getattr(node, field, None)
        if not isinstance(body, list) or isinstance(node, ast.Module | ast.ClassDef):
            continue
        for place, statement in enumerate(body):
            call = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
            if call or isinstance(statement, ast.AugAssign | ast.Continue | ast.Break):
                yield statement, "removed", _without(body, place)


def _without(body: list[ast.stmt], place: int) -> Change:
    return lambda: body.__setitem__(place, ast.Pass())


def faults_of(file: Path) -> list[Fault]:
    """Every fault that can be put into a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        Fault(file, number, getattr(node, "lineno", 0), kind, ast.unparse(node)[:70])
        for number, (node, kind, _) in enumerate(changes(tree))
    ]


def spoiled(source: str, number: int) -> str:
    """The source with that fault in it."""
    tree = ast.parse(source)
    for place, (_, _, change) in enumerate(changes(tree)):
        if place == number:
            change()
            break
    return ast.unparse(ast.fix_missing_locations(tree))


class Found(StrEnum):
    """What the tests made of a fault."""

    NOTICED = "noticed"
    TIMED_OUT = "timed out"
    SURVIVED = "SURVIVED"


def run_tests(module: str, tests: str, seconds: float) -> Found:
    """What the tests say within that time; those of the module first."""
    child = os.fork()
    if not child:
        with Path(os.devnull).open("w", encoding="utf-8") as nothing:
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
        own = ROOT / tests / f"test_{module}.py"
        first = [str(own)] if own.exists() else []
        loaded = "ignore::pytest.PytestAssertRewriteWarning"
        options = ["-x", "-q", "-p", "no:cacheprovider", "-W", loaded]
        os._exit(pytest.main([*options, *first, str(ROOT / tests)]))
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return Found.NOTICED if status else Found.SURVIVED
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return Found.TIMED_OUT


def load_the_rest(folder: Path, package: str) -> None:
    """Import what the tests need from the copy, without the package that is to be spoiled."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder))
    for name in ("hypothesis", "highspy", "vendormgr.exchange.seed"):
        import_module(name)
    sys.modules["vendormgr.exchange.seed"].load_catalogue()
    spoiled_package = package.replace("/", ".")
    if any(name.startswith(spoiled_package) for name in sys.modules):
        sys.exit(f"{spoiled_package} is loaded already: no fault would be seen")


def main() -> None:
    """Draw the faults, try each, name those that nobody noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", default="vendormgr/domain/exposure")
    parser.add_argument("--tests", default="tests/domain/exposure")
    parser.add_argument("--count", type=int, default=250)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--minutes", type=float, default=600)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in NEEDED:
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        load_the_rest(folder, asked.package)
        report(list(try_all(folder, asked)))


def try_all(folder: Path, asked: argparse.Namespace) -> Iterator[tuple[Fault, Found]]:
    """Each drawn fault with what became of it, until the time is over."""
    every = [
        one for file in sorted((folder / asked.package).glob("*.py")) for one in faults_of(file)
    ]
    draw = random.Random(asked.seed)  # noqa: S311 - not a secret
    drawn = draw.sample(every, min(asked.count, len(every)))
    started = time.monotonic()
    if run_tests("", asked.tests, math.inf) is not Found.SURVIVED:
        sys.exit("the tests fail without any fault")
    whole = time.monotonic() - started
    until = time.monotonic() + asked.minutes * 60
    say(f"{len(drawn)} of {len(every)} faults, seed {asked.seed}; without any: {whole:.0f} s")
    for fault in drawn:
        if time.monotonic() > until:
            return
        found = _tried(fault, asked.tests, SLOWEST * whole)
        say(f"{found} {fault.file.name}:{fault.line} {fault.kind}: {fault.was}")
        yield fault, found


def _tried(fault: Fault, tests: str, seconds: float) -> Found:
    source = fault.file.read_text(encoding="utf-8")
    try:
        fault.file.write_text(spoiled(source, fault.number), encoding="utf-8")
        return run_tests(fault.file.stem, tests, seconds)
    finally:
        fault.file.write_text(source, encoding="utf-8")


def report(tried: list[tuple[Fault, Found]]) -> None:
    """The score, and what nobody noticed once more."""
    counts = Counter(found for _, found in tried)
    for fault, found in tried:
        if found is Found.SURVIVED:
            say(f"{found} {fault.file.name}:{fault.line} {fault.kind}: {fault.was}")
    noticed = len(tried) - counts[Found.SURVIVED]
    say(
        f"score: {noticed} of {len(tried)} noticed, {100 * noticed / max(1, len(tried)):.1f} %, "
        f"{counts[Found.TIMED_OUT]} of them by time"
    )


def say(text: str) -> None:
    """One line, at once."""
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
