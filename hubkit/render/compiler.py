"""Templates as Python code: what Jinja asks anew for every page is settled once, when a template is compiled."""

from collections.abc import Iterable
from keyword import iskeyword
from typing import TypeGuard

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, DependencyFinderVisitor, Frame, optimizeconst
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.visitor import NodeTransformer

from hubkit.render.filters import FILTERS, GLOBALS, IN_WORDS
from hubkit.render.scope import seen_by_macros, stored

_GETTEXT = "hubkit.render.filters.gettext"
_NAMES = """\
from markupsafe import Markup as markup
from hubkit.render.interface import as_html, escaped, shown as escape
from hubkit.render.macros import Piece as Macro, found
from hubkit.render.filters import IN_WORDS, filled
undefined, concat, cond_expr_undefined = environment.undefined, environment.concat, Undefined
"""
"""What the code of a template calls; two of the names are Jinja's own, which stand at its beginning."""
_GO_ON = "parent_template.root_render_func(context)"
"""What Jinja lets a template go on with that extends another."""


class DirectCode(CodeGenerator):
    """Does at once what Jinja finds out at each turn: what it is that it calls, shows, or takes an attribute of.

    The functions of a template return what they show as a list, where Jinja's yield it piece by piece. In their code
    `it` and `of` are the value that an expression has just come to, each used before any other expression begins.
    """

    _macros: frozenset[str] = frozenset()
    _modules: frozenset[str] = frozenset()
    _in_words: frozenset[str] = frozenset()
    _extends: bool = False
    _shown_in: str | None = None
    _shown: nodes.Expr | None = None

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        """Write the code of a template."""
        self._macros = frozenset(each.name for each in node.find_all(nodes.Macro)) | {"caller"}
        self._modules = frozenset(each.target for each in node.find_all(nodes.Import))
        used = {each.name for each in node.find_all(nodes.Filter)}
        known = self.environment.filters
        self._in_words = frozenset(name for name in used & IN_WORDS.keys() if known.get(name) is FILTERS[name])
        self._extends = node.find(nodes.Extends) is not None
        _Functions(stored(node) | self._macros | self._modules).visit(node)
        seen = seen_by_macros(node)
        super().visit_Template(node, frame)
        for line in _NAMES.splitlines():
            self.writeline(line)
        self._write_dependencies()
        self.writeline(f"seen = {seen!r}")

    def write_commons(self) -> None:
        """Write how the function of a template or a block begins."""
        self.writeline("vars, given = context.vars, context.parent")

    def pull_dependencies(self, nodes: Iterable[nodes.Node]) -> None:
        """Name the filters and tests of a function; where they are found stands at the end of the code, once."""
        found = DependencyFinderVisitor()
        for node in nodes:
            found.visit(node)
        for ids, names in ((self.filters, found.filters), (self.tests, found.tests)):
            for name in sorted(names - ids.keys()):
                ids[name] = self.temporary_identifier()

    def _write_dependencies(self) -> None:
        for name in sorted(self._in_words):
            self.writeline(f"in_words_{name} = IN_WORDS[{name!r}]")
        for ids, kind in ((self.filters, "filter"), (self.tests, "test")):
            for name, identifier in ids.items():
                self.writeline(f"{identifier} = found(environment.{kind}s, {name!r}, {kind!r})")

    def enter_frame(self, frame: Frame) -> None:
        """Write where the variables of a frame come from."""
        if _is_function(frame) and frame.buffer is None:
            self.buffer(frame)
        loads = frame.symbols.loads
        if self.get_resolve_func() == "resolve":
            for target, (action, name) in loads.items():
                if action == VAR_LOAD_RESOLVE:
                    self.writeline(f"{target} = vars[{name!r}] if {name!r} in vars else given.get({name!r}, missing)")
            frame.symbols.loads = {name: load for name, load in loads.items() if load[0] != VAR_LOAD_RESOLVE}
        super().enter_frame(frame)
        frame.symbols.loads = loads

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:  # noqa: FBT001, FBT002 - as Jinja
        """Write how a frame ends."""
        super().leave_frame(frame, with_python_scope)
        if with_python_scope and _is_function(frame):
            self._shown_in = frame.buffer
            if frame.toplevel and self._extends:
                self.writeline("if parent_template is None:")
                self.indent()
            self.writeline(f"return {frame.buffer}")
            if frame.toplevel and self._extends:
                self.outdent()

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """Write a line of code."""
        super().writeline(f"return {self._shown_in} + {_GO_ON}" if x == f"yield from {_GO_ON}" else x, node, extra)

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write a block where it stands in a template."""
        if frame.toplevel and self.has_known_extends:
            return
        is_asked = frame.toplevel and self.extends_so_far > 0
        if is_asked:
            self.writeline("if parent_template is None:")
            self.indent()
        if node.required:
            self.writeline(f"if len(context.blocks[{node.name!r}]) <= 1:", node)
            self.indent()
            self.writeline(f'raise TemplateRuntimeError("Required block {node.name!r} not found")', node)
            self.outdent()
        context = self.derive_context(frame) if node.scoped else self.get_context_ref()
        self.writeline(f"{frame.buffer}.extend(context.blocks[{node.name!r}][0]({context}))", node)
        if is_asked:
            self.outdent()

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write what includes another template."""
        if node.ignore_missing:
            self.writeline("try:")
            self.indent()
        self.writeline("template = environment.get_or_select_template(", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r})")
        if node.ignore_missing:
            self.outdent()
            self.writeline("except TemplateNotFound:")
            self.indent()
            self.writeline("pass")
            self.outdent()
            self.writeline("else:")
            self.indent()
        if node.with_context:
            given = f"template.new_context(context.get_all(), True, {self.dump_local_context(frame)})"
            self.writeline(f"{frame.buffer}.extend(template.root_render_func({given}))")
        else:
            self.writeline(f"{frame.buffer}.extend(template._get_default_module()._body_stream)")
        if node.ignore_missing:
            self.outdent()

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        self.write("environment.get_template(")
        self.visit(node.template, frame)
        self.write(f", {self.name!r}).")
        if node.with_context:
            self.write(f"module_for(context, {self.dump_local_context(frame)})")
        else:
            self.write("_get_default_module(context)")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write an attribute; where there is none, Jinja looks for an item, and says what is amiss."""
        self.write("(it if (it := getattr((of := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else environment.getattr(of, {node.attr!r}))")

    @optimizeconst
    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write a filter."""
        if node.node is None or node.name not in self._in_words:
            super().visit_Filter(node, frame)
            return
        self.write(f"in_words_{node.name}(context.words, ")
        self.visit(node.node, frame)
        self.signature(node, frame)
        self.write(")")

    def visit_Call(  # noqa: N802 - Jinja's name
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - as Jinja calls it
    ) -> None:
        """Write a call."""
        called = node.node
        if _is_text(node) and not node.kwargs:
            self.write("context.texts[")
            self.visit(node.args[0], frame)
            self.write("]")
        elif isinstance(called, nodes.ImportedName):
            if node is self._shown:
                self.write("filled")
            else:
                self.visit(called, frame)
            self.write("(context")
            self.signature(node, frame)
            self.write(")")
        elif self._may_be_macro(node, frame):
            is_direct = not (forward_caller or node.kwargs)
            if is_direct:
                self._write_direct(node, frame)
            else:
                self._write_piece(node, frame, "caller=caller" if forward_caller else "")
            super().visit_Call(node, frame, forward_caller=forward_caller)
            self.write("))" if is_direct else ")")
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)

    def _write_direct(self, node: nodes.Call, frame: Frame) -> None:
        """Write the call of a macro with values alone, up to what else it may be."""
        is_shown = node is self._shown
        self.write("(of.direct(" if is_shown else "(as_html(of.direct(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(") if (of := " if is_shown else ")) if (of := ")
        self.visit(node.node, frame)
        self.write(f").__class__ is Macro and of.takes >= {len(node.args)} else ")
        self.write("escape(" if is_shown else "(")

    def _write_piece(self, node: nodes.Call, frame: Frame, caller: str) -> None:
        """Write the call of a macro with names or a caller, up to what else it may be."""
        self.write("(of(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(f"{caller}) if (of := ")
        self.visit(node.node, frame)
        self.write(").__class__ is Macro else ")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        elif _is_text(node) or self._is_macro(node, frame):
            self._shown = node
        elif isinstance(node, nodes.CondExpr) and node.expr2 is None:
            self.write("(it if (it := ")
            node.expr2 = nodes.Const("")  # which is how Jinja shows what is undefined there
        else:
            self.write("(it if (it := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
        elif _is_text(node):
            self.write("" if node.kwargs else ".html")
        elif not self._is_macro(node, frame):
            self.write(").__class__ is markup else escaped(it) if it.__class__ is str else escape(it))")

    def _is_macro(self, node: nodes.Expr, frame: Frame) -> bool:
        """Return whether this looks like the call of a macro with values alone."""
        return self._may_be_macro(node, frame) and not node.kwargs

    def _may_be_macro(self, node: nodes.Expr, frame: Frame) -> TypeGuard[nodes.Call]:
        """Return whether this looks like the call of a macro."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or not isinstance(node, nodes.Call):
            return False
        if node.dyn_args or node.dyn_kwargs or any(iskeyword(each.key) for each in node.kwargs):
            return False
        called = node.node
        if isinstance(called, nodes.Getattr):
            return isinstance(called.node, nodes.Name) and called.node.name in self._modules
        return isinstance(called, nodes.Name) and called.name in self._macros


def _is_function(frame: Frame) -> bool:
    """Return whether a frame is that of a whole template or block, which is a function of its own."""
    return frame.parent is None and (frame.toplevel or frame.block_frame)


def _is_text(node: nodes.Expr) -> TypeGuard[nodes.Call]:
    """Return whether this is an interface text, written out in the template."""
    return (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.ImportedName)
        and node.node.importname == _GETTEXT
        and len(node.args) == 1
        and isinstance(node.args[0], nodes.Const)
        and not (node.dyn_args or node.dyn_kwargs)
    )


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
