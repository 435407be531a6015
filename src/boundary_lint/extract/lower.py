"""Syntax newer than the interpreter, lowered with libcst so that it can be parsed; every line keeps its number.

libcst parses every version. It is given one top-level statement at a time, and only what its recursion surely masters: nothing could catch the
overflow of its stack. What the interpreter rejects is rewritten, all other text stays byte for byte: type parameters are dropped and
``type X = Y`` becomes ``X = Y`` (PEP 695, 696), ``except A, B`` gets parentheses (758), ``[*a for ...]`` loses its star (798), ``lazy import`` its
``lazy`` (810), and strings that the interpreter rejects (701, 750) become calls of a marker that `_Restore` turns back into f-strings.
"""

from __future__ import annotations

import ast
import re
from typing import Any

from boundary_lint.extract.deep import deep_recursion

MARKER = "__fstring__"

MAX_SIZE = 200_000
"""Characters of one statement that is lowered."""

MAX_DEPTH = 50
"""Brackets within brackets, those of f-strings included; Python itself accepts 200."""

MAX_CHAIN = 500
"""Operators, attributes and the like of one expression, and branches of one ``if``: each is one level of recursion."""

_TOKEN = re.compile(r"[(\[{]|[)\]}]|[,;\n]|\belif\b|\b(?:not|await|lambda|if|and|or|in|is)\b|[-+*/%@&|^~<>=.!]+?")


def is_too_deep(text: str) -> bool:
    """Whether recursion over a text might not end well. Brackets in strings count too: it is an estimate from above."""
    depth = chain = branches = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in "([{":
            depth += 1
        elif token in ")]}":
            depth = max(0, depth - 1)
            chain += 1
        elif token in ",;" or (token == "\n" and not depth):
            chain = 0
            continue
        elif token != "\n":
            chain += 1
            branches += token == "elif"
        if depth > MAX_DEPTH or chain > MAX_CHAIN or branches > MAX_CHAIN:
            return True
    return False


def lower(text: str) -> str | None:
    """Return a statement lowered, None where libcst rejects it too, or there was nothing to lower."""
    if len(text) > MAX_SIZE or is_too_deep(text):
        return None
    import libcst

    try:
        lowered = _lowered(libcst.parse_module(text))
    except (libcst.ParserSyntaxError, libcst.CSTValidationError, SyntaxError, ValueError, TypeError, RecursionError):
        return None
    return lowered if lowered != text else None


def restored(tree: ast.Module) -> ast.Module:
    """Return the tree with what stood for strings turned back into f-strings."""
    with deep_recursion():
        result = _Restore().visit(tree)
    assert isinstance(result, ast.Module)
    return result


class _Restore(ast.NodeTransformer):
    """Turns marker calls back into f-strings."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if not (isinstance(node.func, ast.Name) and node.func.id == MARKER):
            return node
        parts = [
            arg if isinstance(arg, ast.Constant) else ast.copy_location(ast.FormattedValue(arg, -1, None), arg)
            for arg in node.args
        ]
        return ast.copy_location(ast.JoinedStr(list(parts)), node)


def _lowered(module: Any) -> str:
    import libcst as cst

    code = module.code_for_node

    def reads(node: Any) -> bool:
        try:
            compile(f"({code(node)}\n)", "<part>", "eval", ast.PyCF_ONLY_AST, dont_inherit=True)
        except (SyntaxError, ValueError):
            return False
        return True

    def pieces(parts: Any) -> list[str]:
        """Return the parts of an f-string as arguments; newlines that a rewrite loses are put back inside brackets."""
        found = []
        for part in parts:
            inner = getattr(part, "expression", None)
            if inner is None:
                found.append(repr(part.value) + "\n" * part.value.count("\n"))
                continue
            text = code(inner)
            found.append(f"({text})" + "\n" * (code(part).count("\n") - text.count("\n")))
            found += pieces(getattr(part, "format_spec", None) or ())
        return found

    class Lower(cst.CSTTransformer):
        inside = 0

        def leave_FunctionDef(self, old: Any, new: Any) -> Any:  # noqa: N802
            return new.with_changes(type_parameters=None) if new.type_parameters else new

        def leave_ClassDef(self, old: Any, new: Any) -> Any:  # noqa: N802
            return new.with_changes(type_parameters=None) if new.type_parameters else new

        def leave_TypeAlias(self, old: Any, new: Any) -> Any:  # noqa: N802
            value = code(new.value)
            gap = "\n" * max(0, code(old).count("\n") - value.count("\n"))
            return cst.Assign([cst.AssignTarget(new.name)], cst.parse_expression(f"({gap}{value})"))

        def leave_ExceptHandler(self, old: Any, new: Any) -> Any:  # noqa: N802
            kind = new.type
            if isinstance(kind, cst.Tuple) and not kind.lpar:
                return new.with_changes(type=kind.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()]))
            return new

        leave_ExceptStarHandler = leave_ExceptHandler  # type: ignore[assignment]  # noqa: N815

        def leave_ListComp(self, old: Any, new: Any) -> Any:  # noqa: N802
            return new.with_changes(elt=new.elt.value) if isinstance(new.elt, cst.StarredElement) else new

        leave_SetComp = leave_GeneratorExp = leave_ListComp  # type: ignore[assignment]  # noqa: N815

        def leave_StarredDictComp(self, old: Any, new: Any) -> Any:  # noqa: N802
            return cst.parse_expression(f"[{code(new.value)} {code(new.for_in).strip()}]")

        def leave_LazyImport(self, old: Any, new: Any) -> Any:  # noqa: N802
            return cst.parse_statement(code(new).replace("lazy", "", 1).strip()).body[0]  # type: ignore[index]

        leave_LazyImportFrom = leave_LazyImport  # type: ignore[assignment]  # noqa: N815

        def leave_FormattedString(self, old: Any, new: Any) -> Any:  # noqa: N802
            return new if self.inside else self.string(old, new)

        leave_TemplatedString = leave_FormattedString  # type: ignore[assignment]  # noqa: N815

        def visit_ConcatenatedString(self, node: Any) -> None:  # noqa: N802
            self.inside += 1

        def leave_ConcatenatedString(self, old: Any, new: Any) -> Any:  # noqa: N802
            self.inside -= 1
            return new if self.inside else self.string(old, new)

        def string(self, old: Any, new: Any) -> Any:
            """Return a marker call for a string that the interpreter rejects."""
            if reads(new):
                return new
            parts = self.flat(new)
            body = "".join(parts)
            body += "\n" * max(0, code(old).count("\n") - body.count("\n"))
            return cst.parse_expression(f"{MARKER}({body})")

        def flat(self, node: Any) -> list[str]:
            if isinstance(node, cst.ConcatenatedString):
                between = "\n" * code(node.whitespace_between).count("\n")
                return [*self.flat(node.left), between, *self.flat(node.right)]
            if isinstance(node, cst.Call):
                return [code(arg) for arg in node.args]
            if hasattr(node, "parts"):
                return [piece + ", " for piece in pieces(node.parts)]
            return [code(node) + ", "]

    return str(module.visit(Lower()).code)
