"""`{% once %}`: what is the same on all pages of a hub in one language is rendered once for all of them."""

from collections.abc import Iterator

from jinja2 import nodes, pass_context
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Macro
from markupsafe import Markup

from hubkit.render.desk import PageContext
from hubkit.render.filters import GLOBALS
from hubkit.render.macros import Piece

SHARED = frozenset({"network", "hub", "home_href", "hub_href", "footer_links", "loop", *DEFAULT_NAMESPACE, *GLOBALS})
"""The names that mean the same on every page of a hub."""
SHARED_OF_PAGE = frozenset({"language", "direction", "feeds", "styles", "papers"})
_HERE = "hubkit.render.once."


class Once(Extension):
    """The tag `{% once %}` … `{% endonce %}`; what differs from page to page cannot be named in it.

    `{% once menu %}` … is rendered once for each menu, the very same, and may name it.
    `{% once macro event_row(event) %}` … `{% endmacro %}` is a macro that is drawn once for the same values.
    """

    tags = {"once"}  # noqa: RUF012 - as Jinja has it

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """Return the part as code that renders it for the first page, and keeps it for the others."""
        line = next(parser.stream).lineno
        if parser.stream.current.test("name:macro"):
            macro = parser.parse_macro()
            return [macro, nodes.ExprStmt(_call("keep_drawn", [nodes.Name(macro.name, "load")]), lineno=line)]
        values: list[nodes.Expr] = []
        while parser.stream.current.type != "block_end":
            values.append(parser.parse_assign_target(name_only=True))
            values[-1].set_ctx("load")
        body = parser.parse_statements(("name:endonce",), drop_needle=True)
        for name, where in _foreign(body, {each.name for each in values if isinstance(each, nodes.Name)}):
            parser.fail(f"{{% once %}} cannot hold {name}, which is not the same on all pages of a hub", where)
        made = parser.free_identifier(line)
        part = nodes.Const(f"{parser.name} {made.name}")
        look = nodes.Assign(made, _call("kept", [part, *values]), lineno=line)
        keep = nodes.ExprStmt(_call("keep", [made, part, *values]), lineno=line)
        make = [nodes.AssignBlock(made, None, body, lineno=line), keep]
        return [look, nodes.If(nodes.Not(made), make, [], [], lineno=line), nodes.Output([made], lineno=line)]


def _call(name: str, arguments: list[nodes.Expr]) -> nodes.Call:
    return nodes.Call(nodes.ImportedName(_HERE + name), arguments, [], None, None)


def _foreign(body: list[nodes.Node], values: set[str]) -> Iterator[tuple[str, int]]:
    """Yield what in a part may differ between the pages of a hub, beside its `values`, with its line."""
    part = nodes.Template(body)
    own = {each.name for each in part.find_all(nodes.Name) if each.ctx != "load"}
    shared = {
        id(each.node)
        for each in part.find_all(nodes.Getattr)
        if isinstance(each.node, nodes.Name) and each.node.name == "page" and each.attr in SHARED_OF_PAGE
    }
    for each in part.find_all(nodes.Name):
        if each.name not in own | SHARED | values and id(each) not in shared:
            yield each.name, each.lineno
    for kind in (nodes.Block, nodes.Include, nodes.Import, nodes.FromImport):
        for each in part.find_all(kind):
            yield f"{{% {kind.__name__.lower()} %}}", each.lineno


@pass_context
def keep_drawn(_context: PageContext, macro: Macro) -> None:
    """Have a macro keep what it draws: like the variables that it sees, that is the same wherever it is called."""
    if isinstance(macro, Piece):
        macro.keep_drawn()


@pass_context
def keep(context: PageContext, html: Markup, part: str, *values: object) -> None:
    """Keep a part for the pages that follow."""
    context.desk.kept[(part, *map(id, values))] = html, values


@pass_context
def kept(context: PageContext, part: str, *values: object) -> Markup | None:
    """Return a part as it was rendered for the first page with these values; None on that page."""
    found = context.desk.kept.get((part, *map(id, values)))
    return found and found[0]
