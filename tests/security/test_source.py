"""What stands nowhere in the product's source, because each has been a hole elsewhere."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import vendormgr
from vendormgr.resources import resource_dir

PACKAGE = Path(vendormgr.__file__).parent
PYTHON = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted(resource_dir("templates").rglob("*.html"))
SCRIPTS = sorted(path for path in PACKAGE.rglob("*.js") if "vendor" not in path.parts)
MARKUP_MADE_IN: frozenset[str] = frozenset()
"""Files that make markup by themselves, each looked at."""
OWN_NAMES_IN_SQL = frozenset({"store/engine.py", "store/migration.py"})
"""Files whose SQL holds names and settings of our own, never a value from outside."""
DANGEROUS_CALLS = frozenset(
    {"eval", "exec", "compile", "__import__", "system", "popen", "render_template_string"}
)
DANGEROUS_MODULES = frozenset(
    {"pickle", "marshal", "shelve", "dill", "urllib.request", "requests", "httpx", "xml.etree"}
)


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def trees() -> list[tuple[str, ast.Module]]:
    return [(place(path), ast.parse(path.read_text(encoding="utf-8"))) for path in PYTHON]


def called(node: ast.Call) -> str:
    """The last part of what a call names."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def line_of(node: ast.AST) -> int:
    return int(getattr(node, "lineno", 0))


def test_no_template_lets_markup_through() -> None:
    """SC-02."""
    pattern = re.compile(r"\|\s*safe\b|autoescape|Markup")
    found = [path.name for path in TEMPLATES if pattern.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_no_template_has_code_or_style_in_it() -> None:
    """WB-03."""
    pattern = re.compile(
        r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|hx-on|javascript:", re.IGNORECASE
    )
    found = [path.name for path in TEMPLATES if pattern.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_every_link_that_opens_elsewhere_tells_nothing() -> None:
    """WB-07."""
    pattern = re.compile(r"<a[^>]*target=(?![^>]*noopener)", re.IGNORECASE)
    found = [path.name for path in TEMPLATES if pattern.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_markup_is_made_only_where_it_was_looked_at() -> None:
    """SC-02."""
    made = {
        name
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) == "Markup"
    }
    assert made == MARKUP_MADE_IN


def test_no_sql_is_put_together_from_strings() -> None:
    """WB-08, SC-02: SQL that is text has no value in it."""
    wrong = []
    for name, tree in trees():
        sql_text = imports_sql_text(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            executes = called(node) in {"exec_driver_sql", "execute", "scalar", "scalars"}
            is_text = isinstance(node.func, ast.Name) and node.func.id == "text" and sql_text
            built = isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
            if (executes or is_text) and built and name not in OWN_NAMES_IN_SQL:
                wrong.append((name, node.lineno))
    assert wrong == []


def imports_sql_text(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("sqlalchemy")
        and any(one.name == "text" for one in node.names)
        for node in ast.walk(tree)
    )


def test_nothing_is_evaluated_unpickled_or_fetched() -> None:
    """SC-04, WB-13."""
    wrong = []
    for name, tree in trees():
        for node in ast.walk(tree):
            dangerous = isinstance(node, ast.Call) and called(node) in DANGEROUS_CALLS
            if dangerous and not ast.unparse(node).startswith("re.compile("):
                wrong.append((name, line_of(node), ast.unparse(node)[:40]))
            modules = []
            if isinstance(node, ast.Import):
                modules = [one.name for one in node.names]
            elif isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            wrong += [(name, line_of(node), one) for one in modules if one in DANGEROUS_MODULES]
    assert wrong == []


def test_no_shell_and_no_loose_yaml() -> None:
    """SC-04."""
    wrong = []
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "shell":
                wrong.append((name, "shell="))
            if isinstance(node, ast.Attribute) and node.attr in {"unsafe_load", "full_load"}:
                wrong.append((name, node.attr))
            yaml = isinstance(node, ast.Attribute) and node.attr == "load"
            if yaml and getattr(getattr(node, "value", None), "id", "") == "yaml":
                wrong.append((name, "yaml.load"))
    assert wrong == []


def test_a_form_s_own_rule_refuses_with_the_error_that_forms_understand() -> None:
    """RB-05: WTForms 3.3 lets a plain ValueError of validate_<field> through as a crash."""
    wrong = [
        (name, raised.lineno)
        for name, tree in trees()
        if name.startswith("web/")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith(("validate_", "pre_validate"))
        for raised in ast.walk(node)
        if isinstance(raised, ast.Raise)
        and isinstance(raised.exc, ast.Call)
        and called(raised.exc) == "ValueError"
    ]
    assert wrong == []


def test_no_script_of_ours_writes_markup() -> None:
    """WB-06."""
    pattern = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function"
    )
    found = [path.name for path in SCRIPTS if pattern.search(path.read_text(encoding="utf-8"))]
    assert SCRIPTS
    assert found == []


@pytest.mark.slow
def test_bandit_finds_nothing_of_medium_weight() -> None:
    """SC-02."""
    bandit = shutil.which("bandit", path=str(Path(sys.executable).parent))
    assert bandit, "bandit belongs to the test dependencies"
    done = subprocess.run(
        [bandit, "-q", "-r", str(PACKAGE), "-ll"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
