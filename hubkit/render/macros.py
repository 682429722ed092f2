"""Macros as pages call them: made once for all pages that they look the same on, and called without ado."""

from collections.abc import Mapping
from functools import cached_property
from operator import is_not
from typing import Any, NoReturn

from jinja2 import Template, TemplateRuntimeError, pass_eval_context
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.runtime import Macro
from jinja2.utils import internalcode, missing

from hubkit.render.desk import PageContext
from hubkit.render.interface import as_html


def found(known: Mapping[str, Any], name: str, kind: str) -> Any:
    """Return a filter or test; of one that is not there, what says so where it is used, as it may never be."""

    @internalcode
    def absent(*_values: Any) -> NoReturn:
        raise TemplateRuntimeError(f"No {kind} named {name!r} found.")

    return known.get(name, absent)


class Piece(Macro):
    """A macro that knows how to be called as its author mostly calls it: with values alone."""

    def __init__(self, *about: Any) -> None:
        super().__init__(*about)
        self.direct = self._func
        """Returns the HTML as a plain string for at most as many values as it `takes`."""
        self._is_plain = self._default_autoescape and not (self.catch_kwargs or self.catch_varargs)
        self.takes = len(self.arguments) if self._is_plain and not self.caller else -1
        if self.takes > 0:
            self.direct.__defaults__ = (missing,) * self.takes

    def keep_drawn(self) -> None:
        """Draw it once for the same values, the very same, as often as it is called."""
        draw = self.direct
        kept: dict[tuple[int, ...], tuple[tuple[Any, ...], str]] = {}

        def kept_or_drawn(*values: Any) -> str:
            key = tuple(map(id, values))
            known = kept.get(key)
            if known is None:
                known = kept[key] = values, draw(*values)  # with the values, whose ids are theirs as long as they live
            return known[1]

        self.direct = kept_or_drawn

    @pass_eval_context
    def __call__(self, *values: Any, **named: Any) -> Any:
        """Return the HTML of the macro."""
        if not self._is_plain or (values and values[0].__class__ is EvalContext):
            return super().__call__(*values, **named)
        rest = dict(named)
        all_values = [*values, *(rest.pop(name, missing) for name in self.arguments[len(values) :])]
        if self.caller and "caller" in rest:
            all_values.append(rest.pop("caller"))
        if rest or len(all_values) != len(self.arguments) + self.caller:
            return super().__call__(*values, **named)  # which says what is amiss
        return as_html(self.direct(*all_values))


class PageTemplate(Template):
    """A template whose macros are made anew only where a variable that they see has changed: mostly once for a hub."""

    _made: tuple[list[Any], TemplateModule] | None = None

    def module_for(self, context: PageContext, own: Mapping[str, Any]) -> TemplateModule:
        """Return the macros of this template as they are with the variables of a page, and those of its template."""
        if self.seen is None:
            return self.make_module(context.get_all(), shared=True, locals=own)
        known, given = context.vars, context.parent
        values: list[Any] = []
        for name in self.seen:
            value = own.get(name, missing)
            values.append(value if value is not missing else known[name] if name in known else given.get(name))
        made = self._made
        if made is None or any(map(is_not, values, made[0])):
            made = self._made = values, self.make_module(context.get_all(), shared=True, locals=own)
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
