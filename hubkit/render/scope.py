"""The names of a template: which it sets itself, and which its macros see."""

from jinja2 import nodes
from jinja2.meta import find_undeclared_variables


def stored(node: nodes.Template) -> frozenset[str]:
    """Return the variables that a template sets itself."""
    imported = (name for each in node.find_all(nodes.FromImport) for name in each.names)
    own = {each.name for each in node.find_all(nodes.Name) if each.ctx != "load"}
    return frozenset(own | {name if isinstance(name, str) else name[1] for name in imported})


def seen_by_macros(node: nodes.Template) -> tuple[list[str], list[str]] | None:
    """Return the variables that a template of macros sees, and the templates it imports; None if it is more than that.

    What sets a variable or shows something may do so differently each time, and so may what it imports by a variable.
    """
    imported: list[str] = []
    for each in node.body:
        if isinstance(each, nodes.Import) and isinstance(each.template, nodes.Const) and each.with_context:
            imported.append(each.template.value)
        elif not isinstance(each, (nodes.Macro, nodes.ExprStmt)) and not _is_blank(each):
            return None  # an ExprStmt is that of a `{% once macro %}`
    imports = sum(1 for _ in node.find_all((nodes.Import, nodes.FromImport)))
    if imports > len(imported) or any(node.find_all((nodes.Include, nodes.NSRef))):
        return None
    return sorted(find_undeclared_variables(node)), imported


def _is_blank(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output) and all(isinstance(each, nodes.TemplateData) for each in node.nodes)
