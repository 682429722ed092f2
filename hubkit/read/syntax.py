"""What is wrong with a text that is no YAML, in plain words: the scanner's message, its place, and the fix."""

import re

from msgspec import Struct
from yaml.error import MarkedYAMLError, YAMLError

_LONGEST_QUOTE = 60
_BLANK_MISSING = re.compile(r"[ ]*(?:- +)*[\w-]+(:)(?![\s/])\S")
_KEY_AND_VALUE = re.compile(r"[ ]*(?:- +)*[^\s#].*?:(?:[ ]+(?P<value>[^#]*))?$")
_QUOTES = 'Put the text in quotes, "like this".'


class Mistake(Struct, frozen=True):
    """A mistake of syntax: `line` and `column` count from 0 within the text."""

    line: int
    column: int
    length: int
    message: str
    hint: str


class _Words(Struct, frozen=True):
    message: str
    hint: str
    where_it_began: bool = False
    """Point at the start of the construct, not at the place where the scanner gave up."""


_NO_CHARACTER = _Words("this escape stands for no character", "Write the character itself.")
_NEVER_CLOSED = _Words(
    "this quote is never closed", "Write the same quote at the end of the text.", where_it_began=True
)
_STARTS_WITH_SIGN = _Words("a text cannot begin with this sign", _QUOTES, where_it_began=True)
_WORDS = {
    "found unexpected end of stream": _NEVER_CLOSED,
    "found unexpected document indicator": _NEVER_CLOSED,
    "found unknown escape character": _Words(
        "a backslash in double quotes begins an escape, and this is none",
        r"Use single quotes, 'like this', or write the backslash twice: \\",
    ),
    "found invalid Unicode character escape code": _NO_CHARACTER,
    "did not find expected hexdecimal number": _NO_CHARACTER,
    "did not find expected ',' or ']'": _Words(
        "this list is not closed", "Write a comma between two items, and ] after the last.", where_it_began=True
    ),
    "did not find expected ',' or '}'": _Words(
        "this mapping is not closed", "Write a comma between two entries, and } after the last.", where_it_began=True
    ),
    "did not find expected '-' indicator": _Words(
        "this line does not belong to the list above it", 'Begin it with "- ", or move the list below a key.'
    ),
    "block sequence entries are not allowed in this context": _Words(
        "a list item cannot stand here", 'Write each item on a line of its own, below the key, beginning with "- ".'
    ),
    "mapping keys are not allowed in this context": _Words('a text cannot begin with "? "', _QUOTES),
    "did not find expected alphabetic or numeric character": _STARTS_WITH_SIGN,
    "did not find expected tag URI": _STARTS_WITH_SIGN,
    "did not find expected whitespace or line break": _STARTS_WITH_SIGN,
    "did not find the expected '>'": _STARTS_WITH_SIGN,
    "found undefined tag handle": _STARTS_WITH_SIGN,
    "did not find expected comment or line break": _Words(
        'nothing may follow "|" or ">" on its line', "Begin the text on the next line, two blanks further in."
    ),
    "did not find expected <document start>": _Words(
        "this does not belong to what stands above it", 'A file is lines of "key: value"; write a blank after a colon.'
    ),
    "found unknown directive name": _Words('a line cannot begin with "%"', _QUOTES, where_it_began=True),
}


def one_value_instead_of_keys(value: str) -> Mistake:
    """Return what is wrong with a document that is the text `value` (empty: a list) and no mapping."""
    hint = 'Write lines of "key: value", for example "title: Photo walk".'
    if re.match(r"[\w-]+:\S", value):
        hint = f'A blank is missing after the colon: "{value.split(":", 1)[0][:_LONGEST_QUOTE]}: …".'
    return Mistake(0, 0, 1, 'this file holds no "key: value"', hint)


def explain(error: YAMLError, text: str) -> Mistake:
    """Return `error`, which a YAML parser raised on `text`, in plain words and at the place to mend."""
    lines = text.split("\n")
    if not isinstance(error, MarkedYAMLError):
        return Mistake(0, 0, 1, "this is no YAML", "Save the file as plain text in UTF-8.")
    mark, context = error.problem_mark or error.context_mark, error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    began = (context.line, context.column) if context else (line, column)
    problem = error.problem or ""
    if not any(rest.strip() for rest in lines[line:]):
        if problem == "did not find expected node content":
            return _end_too_early(lines)
        line, column = began if began[0] < len(lines) else (len(lines) - 1, 0)
    if problem == "mapping values are not allowed in this context":
        return _colon(lines, line, column)
    if problem == "could not find expected ':'":
        return _no_colon(lines, *began)
    if problem == "did not find expected key":
        return _no_key(lines, line, column, began[1])
    if problem in {"found character that cannot start any token", "did not find expected node content"}:
        return _first_sign(lines, line, column)
    words = _WORDS.get(problem)
    if words is None:
        words = _Words(f"this is no YAML: {problem or error.context or 'unknown reason'}", "")
    at = began if words.where_it_began else (line, column)
    return Mistake(*at, 1, words.message, words.hint)


def _end_too_early(lines: list[str]) -> Mistake:
    last = _last_line_before(lines, len(lines))
    column = max(0, len(_line(lines, last).rstrip()) - 1)
    hint = "Write ] at the end of a list in brackets, and } at the end of a mapping."
    return Mistake(last, column, 1, "the text ends where a value is missing", hint)


def _colon(lines: list[str], line: int, column: int) -> Mistake:
    text = _line(lines, line)
    value = re.match(r"[ ]*(?:- +)*[^\s:#][^:]*:[ ]+", text[:column])
    if value:
        start = value.end()
        return Mistake(
            line, start, len(text) - start, '": " inside a text that has no quotes', _in_quotes(text[start:])
        )
    above = _last_line_before(lines, line)
    missing = _BLANK_MISSING.match(_line(lines, above))
    if missing:
        return _blank_missing(above, missing)
    if _indent(text) > _indent(_line(lines, above)):
        return _further_in(lines, line, above)
    return Mistake(line, column, 1, 'this ": " stands where no key can be', _QUOTES)


def _further_in(lines: list[str], line: int, above: int) -> Mistake:
    text = _line(lines, line)
    hint = f"Line it up with line {above + 1} of the same block, or put the text above it in quotes."
    entry = _KEY_AND_VALUE.match(_line(lines, above))
    if entry and entry["value"]:
        hint = "Take the blanks before it away, so that it lines up with the line above."
    return Mistake(
        line, _indent(text), 1, "this line is further in than the one above, which has a value already", hint
    )


def _no_colon(lines: list[str], line: int, column: int) -> Mistake:
    text = _line(lines, line)
    missing = _BLANK_MISSING.match(text)
    if missing:
        return _blank_missing(line, missing)
    length = max(1, len(text.rstrip()) - column)
    return Mistake(line, column, length, 'this line is no "key: value"', 'Write "key: value", or delete the line.')


def _blank_missing(line: int, missing: re.Match[str]) -> Mistake:
    key = missing[0][: missing.end(1)].strip()
    return Mistake(line, missing.start(1), 1, "a blank is missing after the colon", f'Write "{key} …".')


def _no_key(lines: list[str], line: int, column: int, expected: int) -> Mistake:
    text = _line(lines, line)
    before, rest = text[:column].rstrip(), text[column:]
    if before.endswith(("'", '"')):
        hint = "Is an apostrophe meant? Put the whole text in double quotes."
        if before.endswith('"'):
            hint = r"Is a quote on a line above not closed? For a quote inside the text write \"."
        return Mistake(line, column, max(1, len(rest.rstrip())), "there is text after the closing quote", hint)
    if rest.startswith(("]", "}", ",")):
        return Mistake(line, column, 1, f'"{rest[0]}" stands here without a beginning', _QUOTES)
    if rest.startswith("-") and not before:
        hint = "Put the list below a key that has no other value."
        return Mistake(line, column, 1, "a list item stands where a key should be", hint)
    if not before and column != expected:
        blanks = f"{column} blank{'' if column == 1 else 's'}"
        hint = f"Line it up with the keys it belongs to; the block above begins after {expected}."
        return Mistake(line, column, 1, f"this line begins after {blanks} and lines up with nothing above", hint)
    return Mistake(line, column, 1, "there is no key here", 'Write "key: value", and put texts in quotes.')


def _first_sign(lines: list[str], line: int, column: int) -> Mistake:
    rest = _line(lines, line)[column:].rstrip()
    if not rest:
        return Mistake(line, column, 1, "a value is missing here", "Write it, or delete the key.")
    return Mistake(line, column, len(rest), f'a text cannot begin with "{rest[0]}"', _in_quotes(rest))


def _in_quotes(text: str) -> str:
    text = text.strip()
    if len(text) > _LONGEST_QUOTE or '"' in text or "\\" in text:
        return _QUOTES
    return f'Put the text in quotes: "{text}".'


def _line(lines: list[str], number: int) -> str:
    return lines[number].rstrip("\r") if number < len(lines) else ""


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _last_line_before(lines: list[str], number: int) -> int:
    for above in range(min(number, len(lines)) - 1, -1, -1):
        if lines[above].strip():
            return above
    return max(0, number - 1)
