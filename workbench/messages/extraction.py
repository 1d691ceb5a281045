"""Where messages stand in Python, for Babel's `pybabel extract` (the mapping is in pyproject.toml).

A message is a text given, as it stands in the code or under a name of the same file, to `message` or `counted`, to an error
(both what happened and what to do), or to `unknown`. Babel's own extractor takes one message from each call.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

# what Babel takes from an extractor: line, gettext's function, its texts, comments for translators
Found = tuple[int, str, str | tuple[str, ...], list[str]]

# functions whose arguments are errors' texts, besides those whose name ends with Error; an error may give its own a text
ERRORS = frozenset({"Conflict", "_Raced", "Unwritable", "__init__"})


def python(
    file: IO[bytes],
    keywords: Mapping[str, Any],  # noqa: ARG001 -- Babel gives them to every extractor
    comment_tags: Collection[str],  # noqa: ARG001
    options: Mapping[str, Any],  # noqa: ARG001
) -> Iterator[Found]:
    """The messages of a Python file, in the form that Babel takes."""
    tree = ast.parse(file.read())
    named = _assigned(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _of_call(node, named)


def _assigned(tree: ast.AST) -> Mapping[str, list[ast.expr]]:
    """What each name of the file is set to, wherever that is: a long text often has a name of its own."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(target.elts, value.elts, strict=False))
            for name, what in pairs:
                if isinstance(name, ast.Name):
                    found.setdefault(name.id, []).append(what)
    return found


def _of_call(call: ast.Call, named: Mapping[str, list[ast.expr]]) -> Iterator[Found]:
    name = _name(call.func)
    context = next((keyword.value for keyword in call.keywords if keyword.arg == "context"), None)
    texts = [list(_texts(argument, named)) for argument in call.args]
    if name == "counted" and len(texts) >= 2 and texts[0] and texts[1]:
        yield call.lineno, *_with_context(context, "ngettext", texts[0][0], texts[1][0])
    elif name in ("message", "unknown") and texts:
        for text in texts[0]:
            yield call.lineno, *_with_context(context, "gettext", text)
    elif name in ERRORS or (name.endswith("Error") and not hasattr(builtins, name)):
        for text in (text for found in texts[:2] for text in found):
            yield call.lineno, "gettext", text, []


def _with_context(context: ast.expr | None, function: str, *texts: str) -> tuple[str, str | tuple[str, ...], list[str]]:
    if isinstance(context, ast.Constant) and isinstance(context.value, str):
        return {"gettext": "pgettext", "ngettext": "npgettext"}[function], (context.value, *texts), []
    return function, texts if len(texts) > 1 else texts[0], []


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _texts(argument: ast.expr, named: Mapping[str, list[ast.expr]]) -> Iterator[str]:
    """The texts that an argument may be; none where it is worked out, or empty."""
    if isinstance(argument, ast.IfExp):
        yield from _texts(argument.body, named)
        yield from _texts(argument.orelse, named)
    elif isinstance(argument, ast.Name):
        for value in named.get(argument.id, ()):
            yield from _texts(value, {})
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value:
        yield argument.value
