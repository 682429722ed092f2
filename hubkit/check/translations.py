"""Texts in several languages: those of translated files join the document's own, and what is missing is told of."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar, get_args, get_origin

from msgspec.structs import replace
from pydantic import BaseModel

from hubkit.check.fields import Layer, validate
from hubkit.kinds.fields import Fields
from hubkit.kinds.texts import Text
from hubkit.problems import Problem, Severity, did_you_mean
from hubkit.values import Document

Model = TypeVar("Model", bound=Fields)

_ADDRESS = "address"
NAMES = frozenset({"name", "city", "region", "tags", "topics", _ADDRESS})
"""Fields that are mostly the same in every language."""
_BODY = "the text below the front matter"


def translated(
    document: Document,
    fields: Model,
    languages: Sequence[str],
    problems: list[Problem],
    inherited: Iterable[Layer] = (),
) -> Model:
    """Return `fields` with the texts of the document's translations; what is amiss in those is added to `problems`.

    `languages` are those in which there are pages, the document's own first; none where every language may be shown.
    """
    layers = (*inherited, Layer(document, (), document.data))
    for language, translation in document.translations.items():
        problems.extend(_out_of_place(document, translation, language, languages))
        shown = _text_fields(type(fields))
        texts = {name: value for name, value in translation.data.items() if name in shown}
        problems.extend(_no_text(translation, name, shown) for name in translation.data.keys() - shown)
        checked = validate(type(fields), replace(translation, data=texts), layers)
        problems.extend(problem for problem in checked.problems if problem.place.file == translation.path)
        if checked.fields is not None:
            update: dict[str, Text | None] = {}
            for name in sorted(texts.keys() - checked.wrong):
                own, other = getattr(fields, name), getattr(checked.fields, name)
                update[name] = _joined(own, other, language)
                if own is not None and language in own.by_language:
                    problems.append(_twice(document, translation, name, language))
            fields = fields.model_copy(update=update)
    return fields


def body_of(document: Document) -> Text | None:
    """Return the Markdown below the front matter in every language in which it is written; None where in none."""
    if not document.translations:
        return Text({"": document.body}) if document.body.strip() else None
    bodies = {"": document.body, **{language: each.body for language, each in document.translations.items()}}
    written = {language: text for language, text in bodies.items() if text.strip()}
    return Text(written) if written else None


def missing_texts(
    document: Document, fields: BaseModel | None, languages: Sequence[str], body: Text | None = None
) -> list[Problem]:
    """Return a note for each of the `languages` of its pages in which this document's own texts are not all there."""
    if fields is None or len(languages) < 2:
        return []
    there = {name for each in document.written for name in each.data}
    written = [text for name, value in fields if name in there and name not in NAMES for text in _texts(name, value)]
    if body is not None:
        written.append((_BODY, body))
    beside = {*_text_fields(type(fields)), _BODY}
    problems: list[Problem] = []
    for language in languages:
        lacking = dict.fromkeys(name for name, text in written if not _has(text, language, languages[0]))
        if lacking:
            message = f"there is no text in {language} for {', '.join(lacking)}"
            where = _where(document, lacking, beside, languages[0], language)
            hint = f"Pages in {language} show the text there is. {where}"
            problems.append(document.problem((), message, hint, severity=Severity.note))
    return problems


def _where(document: Document, lacking: Iterable[str], beside: set[str], home: str, language: str) -> str:
    """Return where to write what is lacking: a file beside it cannot say what stands within a block or a list."""
    in_place = sorted((name for name in lacking if name != _BODY), key=lambda name: name not in beside)
    both = f"{in_place[0].rpartition('.')[2]}: {{{home}: …, {language}: …}}" if in_place else ""
    if beside.isdisjoint(lacking):
        return f"Write both here: {both}"
    return f"Write it into {_translation_file(document, language)}" + (f", or both here: {both}" if both else "")


def _translation_file(document: Document, language: str) -> str:
    stem, dot, ending = document.path.rpartition("/")[2].rpartition(".")
    return f"{stem}.{language}{dot}{ending}"


def _text_fields(model: type[BaseModel]) -> frozenset[str]:
    """Return the fields that hold one text, which another language may say otherwise."""
    return frozenset(name for name, field in model.model_fields.items() if _is_text(field.annotation))


def _is_text(annotation: Any) -> bool:
    return annotation is Text or (get_origin(annotation) is not tuple and any(map(_is_text, get_args(annotation))))


def _joined(own: Text | None, other: Text | None, language: str) -> Text | None:
    if other is None:
        return own
    said = other.by_language.get("", other.by_language.get(language, ""))
    return Text({**(own.by_language if own else {}), language: said})


def _out_of_place(
    document: Document, translation: Document, language: str, languages: Sequence[str]
) -> Iterator[Problem]:
    if languages and language == languages[0]:
        message = f"{language} is the first language here, and its text stands in {document.path}"
        yield translation.problem((), message, "Move the text there, or name this file by its own language.")
    elif languages and language not in languages:
        message = f"there are no pages in {language} to show this"
        hint = f"Add it to the languages: [{', '.join((*languages, language))}]"
        yield translation.problem((), message, hint, severity=Severity.warning)


def _no_text(translation: Document, name: str, shown: Iterable[str]) -> Problem:
    near = did_you_mean(name, shown)
    mean = f"Did you mean {near}? " if near else "It counts as the first file says. "
    hint = f"{mean}What can be said in another language: {', '.join(sorted(shown))}."
    return translation.problem((name,), f"{name} is no text to translate", hint, of_key=True)


def _twice(document: Document, translation: Document, name: str, language: str) -> Problem:
    message = f"{document.path} says this in {language}, too"
    return translation.problem((name,), message, "Keep one of the two.", of_key=True)


def _has(text: Text, language: str, home: str) -> bool:
    known = text.by_language
    return language in known or ("" in known and language == home)


def _texts(name: str, value: Any) -> Iterator[tuple[str, Text]]:
    """Yield each text in a value, with its field: venue.name."""
    if isinstance(value, Text):
        yield name, value
    elif isinstance(value, BaseModel):
        for field, inner in value:
            if field != _ADDRESS:
                yield from _texts(f"{name}.{field}", inner)
    elif isinstance(value, (tuple, dict)):
        for inner in value.values() if isinstance(value, dict) else value:  # pyright: ignore[reportUnknownVariableType]
            yield from _texts(name, inner)
