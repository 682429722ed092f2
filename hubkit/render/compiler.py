"""Templates as Python code: what Jinja asks anew for every page is settled once, when a template is compiled."""

from collections.abc import Mapping
from functools import cached_property
from operator import is_not
from typing import Any

from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Macro
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer

from hubkit.render.filters import GLOBALS
from hubkit.render.interface import as_html


class Piece(Macro):
    """A macro that knows how to be called as its author mostly calls it: with values alone."""

    def __init__(self, *about: Any) -> None:
        super().__init__(*about)
        self._left_out = (missing,) * len(self.arguments)
        self._takes_values_alone = not (self.catch_kwargs or self.catch_varargs or self.caller)

    def __call__(self, *values: Any, **named: Any) -> Any:
        """Return the HTML of the macro."""
        if named or not self._takes_values_alone or len(values) > len(self._left_out):
            return super().__call__(*values, **named)
        return as_html(self._func(*values, *self._left_out[len(values) :]))


class PageTemplate(Template):
    """A template whose macros are made anew only where a variable that they see has changed: mostly once for a hub."""

    _made: tuple[list[Any], TemplateModule] | None = None

    def make_module(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 - Jinja's name
        shared: bool = False,  # noqa: FBT001, FBT002 - as Jinja calls it
        locals: Mapping[str, Any] | None = None,  # noqa: A002 - Jinja's name
    ) -> TemplateModule:
        """Return the macros of this template as they are with these variables."""
        if self.seen is None:
            return super().make_module(vars, shared, locals)
        outer, inner = vars or {}, locals or {}
        values: list[Any] = [
            outer.get(name) if inner.get(name, missing) is missing else inner[name] for name in self.seen
        ]
        made = self._made
        if made is None or any(map(is_not, values, made[0])):
            made = self._made = values, super().make_module(vars, shared, locals)
        return made[1]

    @cached_property
    def seen(self) -> frozenset[str] | None:
        """The variables that its macros see, and those of the templates it imports; None if it is not just macros."""
        found: tuple[list[str], list[str]] | None = self.root_render_func.__globals__["seen"]
        if found is None:
            return None
        seen = {"desk", "network", *found[0]}
        for name in found[1]:
            template = self.environment.get_template(name, self.name)
            if not isinstance(template, PageTemplate) or template.seen is None:
                return None
            seen |= template.seen
        return frozenset(seen)


class DirectCode(CodeGenerator):
    """Calls macros and hubkit's functions directly, where Jinja finds out at each call what it is that it calls."""

    _macros: frozenset[str] = frozenset()
    _modules: frozenset[str] = frozenset()

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        """Write the code of a template; two of the names that it imports from Jinja are hubkit's own at its end."""
        self._macros = frozenset(each.name for each in node.find_all(nodes.Macro)) | {"caller"}
        self._modules = frozenset(each.target for each in node.find_all(nodes.Import))
        _Functions(_stored(node) | self._macros | self._modules).visit(node)
        seen = _seen_by_macros(node)
        super().visit_Template(node, frame)
        self.writeline("from hubkit.render.compiler import Piece as Macro")
        self.writeline("from hubkit.render.interface import shown as escape")
        self.writeline(f"seen = {seen!r}")

    def visit_Call(  # noqa: N802 - Jinja's name
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - as Jinja calls it
    ) -> None:
        """Write a call."""
        called = node.node
        if isinstance(called, nodes.ImportedName):
            self.visit(called, frame)
            self.write("(context")
            self.signature(node, frame)
            self.write(")")
        elif self._is_macro(called) and not (forward_caller or node.kwargs or node.dyn_args or node.dyn_kwargs):
            self.visit(called, frame)
            self.write("(")
            for argument in node.args:
                self.visit(argument, frame)
                self.write(", ")
            self.write(")")
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)

    def _is_macro(self, called: nodes.Expr) -> bool:
        if isinstance(called, nodes.Getattr):
            return isinstance(called.node, nodes.Name) and called.node.name in self._modules
        return isinstance(called, nodes.Name) and called.name in self._macros


class _Functions(NodeTransformer):
    """Names hubkit's functions by where they stand, except those that a template has of its own."""

    def __init__(self, own: frozenset[str]) -> None:
        self._own = own

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        """Return the call with the place of the function."""
        called = node.node
        if isinstance(called, nodes.Name) and called.name in GLOBALS and called.name not in self._own:
            function = GLOBALS[called.name]
            node.node = nodes.ImportedName(f"{function.__module__}.{function.__name__}")
        return self.generic_visit(node)


def _stored(node: nodes.Template) -> frozenset[str]:
    """Return the variables that a template sets itself."""
    imported = (name for each in node.find_all(nodes.FromImport) for name in each.names)
    own = {each.name for each in node.find_all(nodes.Name) if each.ctx != "load"}
    return frozenset(own | {name if isinstance(name, str) else name[1] for name in imported})


def _seen_by_macros(node: nodes.Template) -> tuple[list[str], list[str]] | None:
    """Return the variables that a template of macros sees, and the templates it imports; None if it is more than that.

    What sets a variable or shows something may do so differently each time, and so may what it imports by a variable.
    """
    imported: list[str] = []
    for each in node.body:
        if isinstance(each, nodes.Import) and isinstance(each.template, nodes.Const) and each.with_context:
            imported.append(each.template.value)
        elif not isinstance(each, nodes.Macro) and not _is_blank(each):
            return None
    imports = sum(1 for _ in node.find_all((nodes.Import, nodes.FromImport)))
    if imports > len(imported) or any(node.find_all((nodes.Include, nodes.NSRef))):
        return None
    return sorted(find_undeclared_variables(node)), imported


def _is_blank(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output) and all(isinstance(each, nodes.TemplateData) for each in node.nodes)
