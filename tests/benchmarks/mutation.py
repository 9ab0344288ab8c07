"""Mutation testing: small faults put into the engine one at a time; how many do its tests notice?

A fixed seed draws the same faults again. A fault that makes the tests hang counts as noticed. The
tests named like the spoiled module run first. Each fault is tried in a child of this process that
has everything but the engine loaded already; so it runs where there is fork.

Run: python -m tests.benchmarks.mutation --count 250 --minutes 40
"""

import argparse
import ast
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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


def notices(module: str, tests: str, seconds: float) -> bool:
    """Whether the tests fail, or run for longer than that; those of the module first."""
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
            return status != 0
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


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
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--minutes", type=float, default=600)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in NEEDED:
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        load_the_rest(folder, asked.package)
        files = sorted((folder / asked.package).glob("*.py"))
        every = [one for file in files for one in faults_of(file)]
        draw = random.Random(asked.seed)  # noqa: S311 - not a secret
        drawn = draw.sample(every, min(asked.count, len(every)))
        say(f"{len(drawn)} of {len(every)} faults, seed {asked.seed}")
        if notices("", asked.tests, asked.seconds):
            sys.exit("the tests fail without any fault")
        until = time.monotonic() + asked.minutes * 60
        survived, tried = [], 0
        for one in drawn:
            if time.monotonic() > until:
                break
            tried += 1
            if not _tried(one, asked):
                survived.append(one)
    for one in survived:
        say(f"SURVIVED {one.file.name}:{one.line} {one.kind}: {one.was}")
    noticed = tried - len(survived)
    say(f"score: {noticed} of {tried} noticed, {100 * noticed / max(1, tried):.1f} %")


def _tried(fault: Fault, asked: argparse.Namespace) -> bool:
    source = fault.file.read_text(encoding="utf-8")
    started = time.monotonic()
    try:
        fault.file.write_text(spoiled(source, fault.number), encoding="utf-8")
        found = notices(fault.file.stem, asked.tests, asked.seconds)
    finally:
        fault.file.write_text(source, encoding="utf-8")
    word = "noticed " if found else "SURVIVED"
    seconds = time.monotonic() - started
    say(f"{word} {seconds:5.1f} s {fault.file.name}:{fault.line} {fault.kind}: {fault.was}")
    return found


def say(text: str) -> None:
    """One line, at once."""
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
