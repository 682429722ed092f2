"""The bytes of one file become a Document: decoded, searched for secrets, parsed, with an excerpt for each problem."""

import os
from io import BufferedReader
from pathlib import Path

from hubkit.problems import Place, Problem
from hubkit.read.characters import bad_characters, character_problem, places, without_controls
from hubkit.read.frontmatter import FIRST_LINE, split_front_matter
from hubkit.read.people import without_people
from hubkit.read.secrets import Secret, find_secrets, masked
from hubkit.values import Document, line_of

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
ENDINGS = (".md", ".yaml")
"""Of the files that are documents."""
LARGEST = 1 << 20
"""In bytes, of a document."""
_CHUNK = 1 << 16
_MOST_PROBLEMS = 50
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_REVOKE = "Delete it, and have it replaced where it was issued: whoever can see the repository has it."


def read_document(
    site: Path, path: str, document_id: str, content: bytes | None = None
) -> tuple[Document | None, list[Problem]]:
    """Return the document at `path` below `site`, None where it cannot be read, and its problems.

    `content` are its bytes, where they were read before.
    """
    try:
        content = read_bytes(site, path, LARGEST + 1) if content is None else content
    except OSError as error:
        return None, [cannot_read(path, error)]
    if len(content) > LARGEST:
        return None, [Problem(Place(path), "this file is larger than 1 MiB", "Split it, or shorten it.")]
    return document_of(path, document_id, content)


def open_file(site: Path, path: str) -> BufferedReader:
    """Return a file, open for reading; a link in its place raises OSError, as what cannot be read does."""
    return os.fdopen(os.open(f"{site}/{path}", _FLAGS), "rb")


def read_bytes(site: Path, path: str, most: int) -> bytes:
    """Return the first `most` bytes of a file; a link in its place raises OSError, as what cannot be read does."""
    descriptor = os.open(f"{site}/{path}", _FLAGS)
    try:
        chunks: list[bytes] = []
        while most > 0 and (chunk := os.read(descriptor, min(most, _CHUNK))):
            chunks.append(chunk)
            most -= len(chunk)
    finally:
        os.close(descriptor)
    return b"".join(chunks)


def cannot_read(path: str, error: OSError) -> Problem:
    """Return the problem of a file or folder that the system does not let us read."""
    reason = error.strerror or type(error).__name__
    return Problem(Place(path), f"cannot read this: {reason}", "Check that it is a plain file that you may read.")


def document_of(path: str, document_id: str, content: bytes) -> tuple[Document, list[Problem]]:
    """Return the document that `content` holds, and its problems with their excerpts, at most 50, by place.

    No secret and no list of people who come is in either.
    """
    if content.startswith(_UTF_16):
        message = "this file is saved as UTF-16"
        hint = "Save it as UTF-8; in most editors that is a choice under “Save as” or in the status line."
        return Document(path, document_id, {}, {}, {}, "", complete=False), [Problem(Place(path), message, hint)]
    original, problems = _decoded(path, content)
    secrets = find_secrets(original)
    text = masked(original, secrets) if secrets else original
    document, found, yaml_end = _parsed(path, document_id, text)
    problems += found
    if secrets:
        problems += _secret_problems(document, secrets[:_MOST_PROBLEMS], yaml_end)
    document, problems = without_people(document, problems, yaml_end)
    if problems:
        problems = sorted(problems, key=Problem.sort_key)[:_MOST_PROBLEMS]
        lines = {number: line_of(document.text, number) for number in {problem.place.line for problem in problems}}
        problems = [problem._replace(excerpt=lines[problem.place.line]) for problem in problems]
    return document, problems


def _decoded(path: str, content: bytes) -> tuple[str, list[Problem]]:
    try:
        return content.decode("utf-8").removeprefix("\ufeff"), []
    except UnicodeDecodeError as error:
        start = error.start
    line_start = content.rfind(b"\n", 0, start) + 1
    column = len(content[line_start:start].decode("utf-8").removeprefix("\ufeff" if line_start == 0 else "")) + 1
    place = Place(path, content.count(b"\n", 0, start) + 1, column)
    message = f"not UTF-8 (byte 0x{content[start]:02x})"
    hint = "Save the file as UTF-8; in most editors that is a choice under “Save as” or in the status line."
    return content.decode("utf-8", "replace").removeprefix("\ufeff"), [Problem(place, message, hint)]


def _parsed(path: str, document_id: str, text: str) -> tuple[Document, list[Problem], int]:
    from hubkit.read.yaml import parse_yaml

    if not path.endswith(".md"):
        read = parse_yaml(path, text)
        document = Document(path, document_id, read.data, read.keys, read.spans, text, complete=read.complete)
        return document, read.problems, len(text)
    parts = split_front_matter(text)
    body, problems = _clean_body(path, text, parts.body_start) if parts.closed else ("", [])
    if not parts.closed:
        message = "the front matter that begins here is never closed"
        problems.append(Problem(Place(path, 1, 1, 3), message, 'Write a line "---" below it, before the text.'))
    read = parse_yaml(path, parts.front_matter, FIRST_LINE)
    document = Document(
        path,
        document_id,
        read.data,
        read.keys,
        read.spans,
        text,
        body.replace("\r\n", "\n"),
        parts.body_line,
        complete=read.complete and parts.closed,
    )
    return document, [*read.problems, *problems], parts.body_start


def _clean_body(path: str, text: str, start: int) -> tuple[str, list[Problem]]:
    """Return the text from `start` on without control characters, and a problem for each refused character."""
    body = text[start:]
    bad = [index for index in bad_characters(body) if body[index] != "\t"]
    if not bad:
        return body, []
    indices = [start + index for index in bad[:_MOST_PROBLEMS]]
    problems = [
        character_problem(place, text[index], in_body=True)
        for index, place in zip(indices, places(text, indices, path), strict=True)
    ]
    return without_controls(body), problems


def _secret_problems(document: Document, secrets: list[Secret], yaml_end: int) -> list[Problem]:
    found: list[Problem] = []
    starts = [secret.start for secret in secrets]
    for secret, place in zip(secrets, places(document.text, starts, document.path), strict=True):
        line = line_of(document.text, place.line)
        length = min(secret.end - secret.start, len(line) - place.column + 1)
        key = _key_at(document, place) if secret.start < yaml_end else ""
        message = f'"{key}" holds {secret.what}' if key else f"here is {secret.what}"
        found.append(Problem(place._replace(length=length), f"{message}, which must not be in git", _REVOKE))
    return found


def _key_at(document: Document, place: Place) -> str:
    before = [path for path, span in document.keys.items() if (span.line, span.column) <= (place.line, place.column)]
    return str(before[-1][-1]) if before else ""
