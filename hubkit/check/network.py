"""What lies outside the hubs: the settings, the registries, the network's own pages."""

from collections.abc import Mapping
from typing import TypeVar

from msgspec.structs import replace

from hubkit.check.charter import check_charter
from hubkit.check.event import functions_are_off
from hubkit.check.looks import check_looks
from hubkit.check.pictures import Pictures
from hubkit.check.prose import check_prose
from hubkit.check.record import record
from hubkit.check.references import check_picture
from hubkit.check.text import check_text
from hubkit.check.translations import missing_texts
from hubkit.kinds.fields import Fields
from hubkit.kinds.hub.value import Shared
from hubkit.kinds.network.model import NetworkModel
from hubkit.kinds.page.model import PageModel
from hubkit.kinds.record import Record
from hubkit.kinds.sponsor.model import SponsorModel
from hubkit.kinds.template.model import TemplateModel
from hubkit.kinds.theme.look import BASE, Look
from hubkit.kinds.venue.model import VenueModel
from hubkit.problems import Problem
from hubkit.values import Document, FileHistory, NetworkDocuments

Model = TypeVar("Model", bound=Fields)


def check_network(
    documents: NetworkDocuments, pictures: Pictures, history: FileHistory, looks: Mapping[str, Look], *, drafts: bool
) -> tuple[Shared | None, list[Problem]]:
    """Return what every hub may lean on, or None where `hubkit.yaml` is of no use; and the problems."""
    problems = [*documents.problems, *pictures.problems]

    network = record(NetworkModel, documents.network, problems, history) if documents.network else None
    languages = network.fields.ordered_languages if network else ()

    def records(
        model: type[Model], of: tuple[Document, ...], path: str = "", shown_in: tuple[str, ...] = ()
    ) -> dict[str, Record[Model]]:
        made = (record(model, each, problems, history, shown_in, path=path.format(id=each.id)) for each in of)
        return {each.id: each for each in made if each is not None}

    sponsors = records(SponsorModel, documents.sponsors)
    templates = records(TemplateModel, documents.templates)
    venues = records(VenueModel, documents.venues)
    pages = records(PageModel, documents.pages, "{id}/", languages)
    charter = check_charter(documents.charter, None, "", history, (), problems) if documents.charter else None
    conduct = None
    if documents.code_of_conduct:
        conduct = record(PageModel, _titled(documents.code_of_conduct), problems, history, path="code-of-conduct/")
    for document, checked in ((documents.network, network), (documents.charter, charter)):
        if document is not None and checked is not None:
            problems += missing_texts(document, checked.fields, languages, checked.body)
    problems += _logos(documents.sponsors, sponsors, pictures)
    problems += _texts(documents, pictures, network)
    if network is None or documents.network is None:
        return None, problems
    settings = network.fields
    worn = looks.get(settings.theme, looks[BASE])
    problems += check_looks(documents.network, settings.theme, settings.brand, looks, worn)
    problems += _functions(documents.templates, templates, network)
    home = network.fields.ordered_languages[0]  # venues and sponsors are spoken of in the language of their hub
    shared = Shared(
        network=network.spoken_in(home),
        charter=charter and charter.spoken_in(home),
        code_of_conduct=conduct and conduct.spoken_in(home),
        pages=tuple(page.spoken_in(home) for page in pages.values() if drafts or not page.fields.draft),
        venues=venues,
        sponsors=sponsors,
        templates=templates,
        documents={document.path: document for document in (documents.network, *documents.templates)},
        pictures=pictures.found,
    )
    return shared, problems


def _logos(
    documents: tuple[Document, ...], sponsors: Mapping[str, Record[SponsorModel]], pictures: Pictures
) -> list[Problem]:
    return [
        problem
        for document in documents
        if document.id in sponsors
        for problem in check_picture(document, ("logo",), sponsors[document.id].fields.logo, "", pictures.found)
    ]


def _texts(documents: NetworkDocuments, pictures: Pictures, network: Record[NetworkModel] | None) -> list[Problem]:
    """Return the problems of everything written outside the hubs: its links and pictures, addresses of persons."""
    hosts = network.fields.allow_hosts if network else ()
    problems: list[Problem] = []
    pages = (documents.network, documents.charter, documents.code_of_conduct, *documents.pages)
    for document in (*pages, *documents.templates, *documents.venues, *documents.sponsors):
        for each in document.written if document is not None else ():
            problems += check_text(each)
            for path in (None, ("description",), ("access",)):
                problems += check_prose(each, "", pictures.found, hosts, path)
    return problems


def _functions(
    documents: tuple[Document, ...], templates: Mapping[str, Record[TemplateModel]], network: Record[NetworkModel]
) -> list[Problem]:
    if network.fields.webhooks:
        return []
    return [
        problem
        for document in documents
        if document.id in templates
        for problem in functions_are_off(document, templates[document.id].fields.registration.mode)
    ]


def _titled(document: Document) -> Document:
    """Give a code of conduct without front matter its usual title."""
    if "title" in document.data:
        return document
    return replace(document, data={"title": "Code of conduct", **document.data})
