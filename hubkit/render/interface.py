"""Interface texts on a page: marked with their language where the catalogue lacks that of the page."""

from functools import partial

from markupsafe import Markup, escape

from hubkit.kinds.phrase import Phrase, direction, escaped
from hubkit.kinds.words import Words

as_html = partial(str.__new__, Markup)
"""Mark a text as HTML that is safe to publish."""


class Said(str):
    """An interface text: plain where it is a string, as in an attribute with `|plain`, and marked within the page."""

    __slots__ = ("html",)
    html: Markup

    def __html__(self) -> str:
        return self.html


class Texts(dict[str, Said]):
    """The interface texts of one language that have no places to fill, each made once."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, message: str) -> Said:
        """Return a text that is asked for the first time."""
        made = self[message] = said(self._words, message, self._words.form(message), {})
        return made


def said(words: Words, message: str, form: str, values: dict[str, object]) -> Said:
    """Return the `form` of an interface text that goes with its `values`; `message` is its English."""
    marked = words.foreign(message)
    # Without quotes: nothing breaks where a theme forgets `|plain` in an attribute.
    made = Said(form % {name: shown(value) for name, value in values.items()} if values else form)
    if marked:
        html = form % {name: _placed(value, words) for name, value in values.items()} if values else form
        made.html = as_html(f"<span lang={marked} dir={direction(marked)}>{html}</span>")
    else:
        made.html = as_html(made)
    return made


def _placed(value: object, page: Words) -> str:
    """Return a value as it stands in a text of another language: marked with the language of the page."""
    html = shown(value)
    if not any(letter.isalpha() for letter in str(value)):
        return html
    return f"<span lang={page.language} dir={page.direction}>{html}</span>"


def shown(value: object) -> str:
    """Return a value as HTML, escaped unless it is HTML already: what `markupsafe.escape` returns, in less time."""
    if type(value) is str:
        return escaped(value)
    if type(value) is Markup:
        return value
    if type(value) is int:
        return str(value)
    if isinstance(value, (Said, Phrase)):
        return value.__html__()
    return escape(value)
