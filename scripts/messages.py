"""Gathers every interface text into themes/base/messages/messages.pot, and brings each language up to date."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from hubkit.webhooks.texts import TEXTS

REPOSITORY = Path(__file__).parent.parent
MESSAGES = REPOSITORY / "themes" / "base" / "messages"
TEMPLATE = MESSAGES / "messages.pot"
TEMPLATES = ("themes/base/templates/*.html", "hubkit/kinds/*/templates/*.html")
MODULES = ("hubkit/kinds/**/*.py", "hubkit/plan/**/*.py", "hubkit/render/**/*.py")
IN_TEMPLATES = {"_": None, "gettext": None, "ngettext": (1, 2)}
# `words("…")` anywhere, and `words.form("…")`.
IN_MODULES = {"words": None, "form": None, "plural_form": (1, 2)}
NOTES = ("Translators:",)
JINJA = {"trimmed": "true", "silent": "false", "extensions": "hubkit.render.once.Once"}
# Lines of the header that would differ each time, or that say nothing.
IDLE = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Generated-By",
    "Project-Id",
    "Report-Msgid",
    "Last-Tr",
    "Language-Team",
)


def gathered() -> Catalog:
    """Return every interface text of the templates and modules, in the order of the files; then the functions'."""
    found = Catalog(fuzzy=False)
    found.header_comment = "# The interface texts of hubkit. Made by scripts/messages.py: do not edit."
    for patterns, method, keywords in ((TEMPLATES, "jinja2", IN_TEMPLATES), (MODULES, "python", IN_MODULES)):
        for file in sorted(file for pattern in patterns for file in REPOSITORY.glob(pattern)):
            texts = extract_from_file(method, file, keywords, NOTES, options=JINJA, strip_comment_tags=True)
            for _, message, notes, context in texts:
                if message:
                    found.add(message, auto_comments=notes, context=context)
    for text in TEXTS.values():
        found.add(text)
    return found


def written(catalogue: Catalog) -> bytes:
    """Return the file of a catalogue: the same bytes for the same texts, without dates and line numbers."""
    file = BytesIO()
    write_po(file, catalogue, width=120, no_location=True, ignore_obsolete=True)
    lines = file.getvalue().splitlines(keepends=True)
    idle = tuple(f'"{name}'.encode() for name in IDLE)
    return b"".join(line for line in lines if not line.startswith(idle)).rstrip(b"\n") + b"\n"


def merged(template: Catalog, file: Path) -> Catalog:
    """Return the catalogue in `file` with the texts of the template: new ones empty, those that are gone left out."""
    catalogue = read_po(BytesIO(file.read_bytes()), locale=file.stem.replace("-", "_"))
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    return catalogue


def _is_whole(message: Message) -> bool:
    said = message.string
    return all(said) if isinstance(said, (list, tuple)) else bool(said)


def main() -> None:
    """Write the template, and bring every language beside it up to date."""
    template = gathered()
    TEMPLATE.write_bytes(written(template))
    print(f"{TEMPLATE.relative_to(REPOSITORY)}: {len(template)} texts")
    for file in sorted(MESSAGES.glob("*.po")):
        catalogue = merged(template, file)
        file.write_bytes(written(catalogue))
        missing = [message.id for message in catalogue if message.id and not _is_whole(message)]
        print(f"{file.relative_to(REPOSITORY)}: {len(missing)} to translate", *missing, sep="\n  ")


if __name__ == "__main__":
    main()
