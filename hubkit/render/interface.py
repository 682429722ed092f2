"""Interface texts on a page: marked with their language where the catalogue lacks that of the page."""

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from hubkit.kinds.words import Words, direction


class Said(str):
    """An interface text: plain where it is a string, as in an attribute with `|plain`, and marked within the page."""

    __slots__ = ("html",)
    html: Markup

    def __html__(self) -> str:
        return self.html


def said(words: Words, message: str, form: str, values: dict[str, object]) -> Said:
    """Return the `form` of an interface text that goes with its `values`; `message` is its English."""
    marked = words.foreign(message)
    placed = {name: _placed(value, words if marked else None) for name, value in values.items()}
    html = Markup(form) % placed if values else Markup(form)  # noqa: S704 - the catalogue's and the templates' own
    # Without quotes: nothing breaks where a theme forgets `|plain` in an attribute.
    made = Said(Markup(form) % {name: escape(value) for name, value in values.items()} if values else form)  # noqa: S704
    made.html = Markup("<span lang={} dir={}>{}</span>").format(marked, direction(marked), html) if marked else html
    return made


def _placed(value: object, page: Words | None) -> Markup:
    """Return a value as it stands in a text, marked with the language of the page where the text has another."""
    html = escape(value)
    if page is None or not any(letter.isalpha() for letter in str(value)):
        return html
    return Markup("<span lang={} dir={}>{}</span>").format(page.language, page.direction, html)


def _words(context: Context) -> Words:
    return context["desk"].words


@pass_context
def gettext(context: Context, message: str, **values: object) -> Said:
    """Return an interface text in the language of the page, else in English; what templates call `_`."""
    words = _words(context)
    return said(words, message, words.form(message), values)


@pass_context
def ngettext(context: Context, one: str, many: str, number: int, **values: object) -> Said:
    """Return the form of an interface text that goes with `number`, which is its `%(num)s`."""
    words = _words(context)
    shown = str(number) if words.foreign(one) else words.number(number)
    return said(words, one, words.plural_form(one, many, number), {"num": shown, **values})
