"""Everything people read, by where it stands: what a translator has to go through, and nothing else has."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import handlers
import scheduling
import storage

ROOMS = (scheduling, storage, handlers)
"""Whose errors speak to people in Slack. Those of `bot` speak to whoever runs it."""
HERE = Path(__file__).parent
APART = ("catalogue", "checked", "editions", "kit")
"""Modules of this package that say nothing themselves."""
IDS = ("feed.NONE",)
"""Constants that look like a word and are read by nobody."""
_WORDS = re.compile(r"[A-Za-z][^\w\s]*\s+[^\w\s]*[A-Za-z]")
_CAPITAL = re.compile(r"[A-Z][a-z]+[….?!:]?")
_BESIDE = re.compile(r"[A-Za-z]{2,}\s|\s[^\w\s]?[A-Za-z]{2,}|[A-Za-z]{2,}[.:,]$|\b[A-Z][a-z]{2,}")
_CONSTANT = re.compile(r"[^\W_]+(?:[ .,:;·'’?!/()-]+[^\W_]+)*\W*")
_FIELD = re.compile(r"\{.*?\}", re.DOTALL)


def catalogue() -> dict[str, str]:
    """By place, the English: `booking.TITLE`, `fields.VALUES['yes']`, `booking.saved`, `storage.errors.NotFound`.

    Fields of a sentence stand in braces. An error's sentence is its docstring, so it stands where the error is.
    """
    found: dict[str, str] = {}
    for path in sorted(HERE.rglob("*.py")):
        module = ".".join(path.relative_to(HERE).with_suffix("").parts).removesuffix(".__init__")
        if module not in APART:
            found |= {f"{module}.{name}": text for name, text in _of_module(ast.parse(path.read_text("utf-8")))}
    return {place: text for place, text in found.items() if place not in IDS} | _errors()


def sentences(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The literals of a piece of code that read as English to a person, each with its line.

    Not docstrings, and not what goes to a log, an assertion or a pattern: nobody in Slack reads these.
    """
    if isinstance(tree, ast.JoinedStr):
        text = _template(tree)
        if _BESIDE.search(_FIELD.sub("\0", text)):
            yield tree.lineno, text
        for value in tree.values:
            if isinstance(value, ast.FormattedValue):
                yield from sentences(value.value)
    elif isinstance(tree, ast.Constant):
        if isinstance(tree.value, str) and is_said(tree.value):
            yield tree.lineno, tree.value
    elif not _is_apart(tree):
        for child in ast.iter_child_nodes(tree):
            yield from sentences(child)


def is_said(text: str) -> bool:
    """Whether it reads as English: more than one word, or one with a capital."""
    return bool(_WORDS.search(text) or _CAPITAL.fullmatch(text.strip()))


def _is_apart(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).startswith(("log.", "re.", "cast"))
    return isinstance(node, ast.Assert)


def _template(node: ast.JoinedStr) -> str:
    """`f"due by {on}"` as it is written."""
    parts = (
        each.value if isinstance(each, ast.Constant) else f"{{{ast.unparse(each.value)}}}"
        for each in node.values
        if isinstance(each, ast.Constant | ast.FormattedValue)
    )
    return "".join(map(str, parts))


def _of_module(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if _is_apart(node):
            continue
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for name in (target.id for target in targets if isinstance(target, ast.Name)):
                yield from _of_constant(name, node.value)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            said = [text for _, text in sentences(node)]
            yield from ((f"{node.name}#{at}" if at else node.name, text) for at, text in enumerate(said))


def _of_constant(name: str, value: ast.expr) -> Iterator[tuple[str, str]]:
    """One sentence, or a table of them: each by its key, or its place in a row."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        if _CONSTANT.fullmatch(value.value) or is_said(value.value):
            yield name, value.value
    elif isinstance(value, ast.JoinedStr):
        yield name, _template(value)
    elif isinstance(value, ast.Tuple | ast.List):
        for at, each in enumerate(value.elts):
            yield from _of_constant(f"{name}[{at}]", each)
    elif isinstance(value, ast.Dict):
        for at, (key, each) in enumerate(zip(value.keys, value.values, strict=True)):
            yield from _of_constant(f"{name}[{ast.unparse(key) if key else at}]", each)
    else:
        for at, (_, text) in enumerate(sentences(value)):
            yield f"{name}#{at}", text


def _errors() -> dict[str, str]:
    """Every error a person may be told, and what it says."""
    known, found = {"SupervisionError"}, dict[str, str]()
    classes = [one for room in ROOMS for one in _classes(Path(str(room.__file__)).parent)]
    while more := [(place, node) for place, node in classes if place not in found and _is_one(node, known)]:
        known |= {node.name for _, node in more}
        found |= {place: ast.get_docstring(node) or "" for place, node in more}
    return found


def _classes(room: Path) -> Iterator[tuple[str, ast.ClassDef]]:
    for path in sorted(room.rglob("*.py")):
        module = ".".join((room.name, *path.relative_to(room).with_suffix("").parts)).removesuffix(".__init__")
        tree = ast.parse(path.read_text("utf-8"))
        yield from ((f"{module}.{node.name}", node) for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def _is_one(node: ast.ClassDef, known: set[str]) -> bool:
    return node.name in known or any(ast.unparse(base).rpartition(".")[2] in known for base in node.bases)
