"""How the browser shows that a build failed: every mistake with its file, line, excerpt and hint."""

from collections.abc import Sequence
from html import escape

from hubkit.problems import Problem, Severity, printable

MOST_SHOWN = 500
_FAULT = "<h1>{title}</h1>\n<p>{text}</p>\n"
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/_hubkit/mistakes.css">
</head>
<body>
<main>
{mistakes}
</main>
</body>
</html>
"""


def as_html(problems: Sequence[Problem]) -> str:
    """Return the errors among `problems` as HTML, an empty string where there are none."""
    errors = [problem for problem in problems if problem.severity is Severity.error]
    if not errors:
        return ""
    files = len({problem.place.file for problem in errors})
    title = f"{_counted(len(errors), 'problem')} in {_counted(files, 'file')}"
    items = "\n".join(map(_item, errors[:MOST_SHOWN]))
    more = f"\n<p>The terminal shows {len(errors) - MOST_SHOWN:,} more.</p>" if len(errors) > MOST_SHOWN else ""
    return f"<h1>{title}</h1>\n<p>Mend and save; this goes away by itself.</p>\n<ol>\n{items}\n</ol>{more}"


def fault_as_html(title: str, text: str) -> str:
    """Return as HTML what no edit of a source can mend, or what went wrong in hubkit itself."""
    return _FAULT.format(title=_text(title), text=_text(text))


def as_page(mistakes: str) -> str:
    """Return a whole page around mistakes, for when there is no page of the site to show them on."""
    return _PAGE.format(title="hubkit: mistakes", mistakes=mistakes)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _text(text: str) -> str:
    return escape(printable(text))


def _item(problem: Problem) -> str:
    parts = [f"<p><code>{_text(str(problem.place))}</code><br>{_text(problem.message)}</p>"]
    if problem.excerpt.strip():
        parts.append(_excerpt(problem))
    if problem.hint:
        parts.append(f"<p>{_text(problem.hint)}</p>")
    return f"<li>{''.join(parts)}</li>"


def _excerpt(problem: Problem) -> str:
    place, line = problem.place, problem.excerpt
    start, end = place.column - 1, place.column - 1 + place.length
    marked = f"{_text(line[:start])}<mark>{_text(line[start:end]) or ' '}</mark>{_text(line[end:])}"
    return f'<pre tabindex="0"><span>{place.line} | </span>{marked}</pre>'
