"""How large the program may be, and that nothing lies about which nobody uses. Why these bounds: docs/decisions/0035."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "onrecord"
MODULES = sorted(SRC.rglob("*.py"))

# Lines of each room. They may become less at any time; more takes a reason, in the decision.
MOST_LINES = {
    **{"analyse": 13_765, "store": 7_425, "compare": 4_930, "read": 4_650, "cli": 3_850, "export": 3_845, "fetch": 1_840, "views": 1_760},
    **{"link": 1_780, "pipeline": 1_700, "serving": 1_410, "web": 1_280, "desk": 1_020, "engines": 960, "api": 910, "batch": 740},
    **{"accounts": 650, "model": 625, "mcp": 420, "lexicon": 310, ".": 1_610},  # ".": modules that are in no room
}
MOST_OF_A_FILE = 300
LONGER_FILES = {  # path below src/onrecord: the reason
    "analyse/kinds.py": "one question, of what kind a name is, and the clues to it in their order",
    "analyse/names.py": "one pass over a text, whose steps hand the same spans on",
    "analyse/namedtimes.py": "one rule for each way to name a day",
    "store/record.py": "every question that a record answers, each in a line with its contract",
}
MOST_OF_A_FUNCTION = 45
# Called by whoever calls their class: click, Jupyter, the io module, Starlette.
CALLED_FROM_OUTSIDE = {"format_commands", "get_command", "invoke", "list_commands", "_repr_html_", "readable", "readinto", "to_string"}


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf8")


@cache
def tree_of(module: Path) -> ast.Module:
    return ast.parse(text_of(module))


def room_of(module: Path) -> str:
    below = module.relative_to(SRC)
    return below.parts[0] if len(below.parts) > 1 else "."


def test_no_room_grows() -> None:
    lines: Counter[str] = Counter()
    for module in MODULES:
        lines[room_of(module)] += len(text_of(module).splitlines())
    assert lines.keys() == MOST_LINES.keys()
    assert {room: (lines[room], most) for room, most in MOST_LINES.items() if lines[room] > most} == {}


def test_no_file_swallows_the_others() -> None:
    long = {str(m.relative_to(SRC)) for m in MODULES if len(text_of(m).splitlines()) > MOST_OF_A_FILE}
    assert long == LONGER_FILES.keys()


def test_every_module_says_what_it_is_for_and_its_functions_are_short() -> None:
    silent, long = [], []
    for module in MODULES:
        tree = tree_of(module)
        said = (ast.get_docstring(tree) or "").partition("\n\n")[0]
        if not re.search(r'[.:?][")]?$', said):
            silent.append(str(module.relative_to(SRC)))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= MOST_OF_A_FUNCTION:
                long.append(f"{module.relative_to(SRC)}: {node.name}")
    assert (silent, long) == ([], [])


def words_of(path: Path) -> Iterator[tuple[int, str]]:
    """The words of a file with their lines; of a module without docstrings, ``__all__`` and what an ``__init__`` only hands on."""
    text, aside = text_of(path), set[int]()
    if path.suffix == ".py":
        for node in ast.walk(tree_of(path)):
            only_said = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
            handed_on = path.name == "__init__.py" and isinstance(node, ast.ImportFrom)
            listed = isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)
            if only_said or handed_on or listed:
                aside |= set(range(node.lineno, (node.end_lineno or 0) + 1))
    for number, line in enumerate(text.splitlines(), 1):
        if number not in aside:
            yield from ((number, word) for word in set(re.findall(r"\w+", line)))


def defined_in(module: Path) -> Iterator[tuple[str, int, int]]:
    """Names of functions, classes, constants, methods and fields, each with its first and last line."""
    for node in tree_of(module).body:
        for inner in (node, *(node.body if isinstance(node, ast.ClassDef) else ())):
            names: list[ast.expr] = []
            if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                if isinstance(inner, ast.FunctionDef) and any(isinstance(mark, ast.Call) for mark in inner.decorator_list):
                    continue  # handed to what marks it: a rule, a verb
                yield inner.name, inner.lineno, inner.end_lineno or 0
            elif isinstance(inner, ast.Assign):
                names = inner.targets
            elif isinstance(inner, ast.AnnAssign):
                names = [inner.target]
            yield from ((name.id, inner.lineno, inner.end_lineno or 0) for name in names if isinstance(name, ast.Name))


@pytest.fixture(scope="module")
def uses() -> dict[str, list[tuple[Path, int]]]:
    """Where each word stands in the program, its pages and data, and in the programs beside it; tests do not count, documents do."""
    files = [p for p in SRC.rglob("*") if p.suffix in {".py", ".html", ".sql", ".js", ".css"}]
    files += [p for folder in ("eval", "training", "bench", "docs") for p in (ROOT / folder).rglob("*") if p.suffix in {".py", ".md"}]
    found: dict[str, list[tuple[Path, int]]] = {}
    for path in files:
        for number, word in words_of(path):
            found.setdefault(word, []).append((path, number))
    return found


def test_nothing_is_defined_that_nobody_uses(uses: dict[str, list[tuple[Path, int]]]) -> None:
    unused = []
    for module in MODULES:
        for name, first, last in defined_in(module):
            elsewhere = any(path != module or not first <= line <= last for path, line in uses.get(name, ()))
            if not elsewhere and not name.startswith("__") and name not in CALLED_FROM_OUTSIDE:
                unused.append(f"{module.relative_to(SRC)}:{first} {name}")
    assert unused == []


def test_every_list_of_words_and_every_page_is_read(uses: dict[str, list[tuple[Path, int]]]) -> None:
    program = "".join(text_of(p) for p in SRC.rglob("*") if p.suffix in {".py", ".html"})
    files = [*SRC.glob("lexicon/data/*.txt"), *SRC.glob("web/templates/*.html"), *SRC.glob("web/static/*.js")]
    assert [str(p.relative_to(SRC)) for p in files if not re.search(rf"[\"'/]{re.escape(p.stem)}[.\"']", program)] == []
