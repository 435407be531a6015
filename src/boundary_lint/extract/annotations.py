"""Annotations to paths: generics keep their arguments, strings are read as code."""

from __future__ import annotations

import ast

from boundary_lint.extract.paths import path_of
from boundary_lint.extract.state import CLASS, CONST, FUNCTION, GENERIC, IMPORTED, UNKNOWN, File

MAX_ANNOTATION = 2_000
"""Characters of an annotation written as a string; a longer one says nothing."""

_SEEN = (IMPORTED, CLASS, FUNCTION)
"""What a local name must be to mean a class."""


def annotation(f: File, node: ast.expr) -> int:
    """Return the path of an annotation."""
    if isinstance(node, (ast.Name, ast.Attribute)):
        return _named(f, node)
    if isinstance(node, ast.Constant):
        return _constant(f, node)
    if isinstance(node, ast.BinOp):
        return f.either([annotation(f, node.left), annotation(f, node.right)])
    if isinstance(node, ast.Subscript):
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        return f.intern((GENERIC, annotation(f, node.value), tuple([annotation(f, part) for part in parts])))
    if isinstance(node, ast.Call):
        return path_of(f, node)
    return f.intern((UNKNOWN,))


def _constant(f: File, node: ast.Constant) -> int:
    if not isinstance(node.value, str):
        return f.intern((CONST, repr(node.value)))
    if len(node.value) > MAX_ANNOTATION:
        return f.intern((UNKNOWN,))
    try:
        inner = compile(node.value.strip(), "<annotation>", "eval", ast.PyCF_ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError):
        return f.intern((UNKNOWN,))
    return annotation(f, inner.body)  # type: ignore[attr-defined]


def _named(f: File, node: ast.Name | ast.Attribute) -> int:
    """Names in annotations mean classes: local variables do not count, local imports and classes do."""
    env = f.env
    if env:
        root: ast.expr = node
        while isinstance(root, ast.Attribute):
            root = root.value
        known = env.get(root.id) if isinstance(root, ast.Name) else None
        f.env = {root.id: known} if known is not None and f.nodes[known][0] in _SEEN else {}  # type: ignore[attr-defined]
    path = path_of(f, node)
    f.env = env
    return path
