"""Mistakes that show only when a page is rendered: a problem at the line of the site's own template."""

from collections.abc import Iterator
from types import TracebackType

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, UndefinedError

from hubkit.problems import Place, Problem
from hubkit.render.theme import own_template
from hubkit.values import line_of


class TemplateFault(Exception):  # noqa: N818 - a person's mistake, no error of the program
    """A template of the site's own theme cannot be rendered; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def template_problem(fault: Exception, environment: Environment) -> Problem | None:
    """Return the problem that a template of the site's own theme has, or None where hubkit itself is at fault.

    What Jinja calls a mistake is laid to the site's template that stands nearest to it. Anything else is so only where
    it was raised in such a template, and not in one of hubkit's own further in.
    """
    if isinstance(fault, TemplateSyntaxError) and own_template(fault.filename or ""):
        return _problem(fault, environment, fault.filename or "", fault.lineno)
    frames = list(_template_frames(fault.__traceback__))
    own = [frame for frame in frames if own_template(frame[0])]
    is_of_jinja = isinstance(fault, TemplateNotFound | TemplateSyntaxError | UndefinedError | RecursionError)
    if not own or (not is_of_jinja and frames[-1] != own[-1]):
        return None
    return _problem(fault, environment, *own[-1])


def _template_frames(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    """Yield file and line of every template on the way to a fault; Jinja puts them into the traceback, so marked."""
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next


def _problem(fault: Exception, environment: Environment, path: str, line: int) -> Problem:
    _, theme, _, name = path.split("/", 3)
    loader = environment.loader
    text = loader.get_source(environment, f"{theme}:{name}")[0] if loader else ""
    return problem_in_line(path, text, line, *said(fault))


def problem_in_line(path: str, text: str, line: int, message: str, hint: str) -> Problem:
    """Return a problem of the whole line `line` of `text`, which stands in the file `path`."""
    excerpt = line_of(text, line)
    written = excerpt.strip()
    place = Place(path, line, excerpt.find(written) + 1, max(1, len(written)))
    return Problem(place, message, hint, excerpt=excerpt)


def said(fault: Exception) -> tuple[str, str]:
    """Return what a fault in a template means, and what to do about it."""
    if isinstance(fault, UndefinedError):
        return (f"this template uses what is not there: {fault.message}", "Mend the name, or ask first: is defined.")
    if isinstance(fault, TemplateNotFound):
        return (f'there is no template "{fault.name}"', "Mend the name, or add that file to the theme's templates/.")
    if isinstance(fault, TemplateSyntaxError):
        return (f"this template is broken: {fault.message}", "Mend it; templates are written for Jinja 3.")
    if isinstance(fault, RecursionError):
        return ("this template includes or calls itself without end", "Take the call out that leads back here.")
    return (f"this template fails here: {fault}", "Mend the expression.")
