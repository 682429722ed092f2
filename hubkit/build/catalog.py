"""The catalogue that a build leaves for the functions: of hubs that are as they were, what it held of them before."""

from collections.abc import Iterable, Mapping

import msgspec

from hubkit.build.keys import content_digest, is_sealed
from hubkit.build.whole import Whole
from hubkit.ledger import Seal
from hubkit.make import appearance_of
from hubkit.packed import digest
from hubkit.plan.functions import HubEntries, function_texts, network_entry
from hubkit.webhooks.catalog import VERSION, Catalog, CatalogError, read_catalog
from hubkit.write import CatalogFile, FunctionFiles


def write_catalog(whole: Whole) -> Seal | None:
    """Bring the catalogue up to date with the site that was just published; return what it was made from.

    The functions are put beside it. Where they are off both are removed, and the answer is None.
    """
    options = whole.foundation.options
    file, functions = CatalogFile(options.folder), FunctionFiles(options.folder)
    if not whole.foundation.shared.network.fields.webhooks:
        functions.remove()
        file.remove()
        return None
    functions.put()
    hubs = {hub: whole.hubs.line(hub).entries for hub in whole.shown if whole.hubs.is_made(hub)}
    made_from = digest((sorted((hub, each) for hub, each in hubs.items() if each), whole.network_line.source))
    last = whole.known.index.catalog if whole.known.index else None
    if last is not None and last.made_from == made_from and not whole.kept_hubs and is_sealed(file, last):
        return last
    entries = {hub: whole.hubs.result(hub).made.entries for hub, each in hubs.items() if each}
    made = {hub: each for hub, each in entries.items() if each is not None}
    content = _content(whole, {**made, **_kept(whole, file)})
    file.put(content)
    return Seal(made_from, content_digest(content), file.signature())


def _kept(whole: Whole, file: CatalogFile) -> Mapping[str, HubEntries]:
    """Return what the last catalogue holds of the hubs whose last good pages are kept, and is not over."""
    if not whole.kept_hubs:
        return {}
    try:
        last = read_catalog(file.path)
    except CatalogError:
        return {}
    now = whole.foundation.options.now
    found = {
        hub: {name: event for name, event in last.events.items() if event.hub == hub and event.end > now}
        for hub in whole.kept_hubs
        if hub in last.hubs
    }
    return {hub: HubEntries(last.hubs[hub], events) for hub, events in found.items() if events}


def _content(whole: Whole, entries: Mapping[str, HubEntries]) -> bytes:
    """Return the catalogue as JSON: the same bytes for the same values; texts keep their languages in order."""
    hubs = {hub: entries[hub].hub for hub in sorted(entries)}
    events = {name: event for hub in hubs for name, event in entries[hub].events.items()}
    studio = whole.studio
    spoken = {language: function_texts(studio.interface(language)) for language in _languages(entries.values())}
    site = network_entry(
        whole.foundation.shared.network.fields,
        map(studio.interface, studio.network_languages()),
        studio.addresses,
        hubs.values(),
        appearance_of(studio.network_frame(studio.network_languages()[0])),
    )
    texts = {language: said for language, said in spoken.items() if said}
    catalog = Catalog(VERSION, site, hubs, {name: events[name] for name in sorted(events)}, texts)
    return msgspec.json.encode(catalog) + b"\n"


def _languages(entries: Iterable[HubEntries]) -> list[str]:
    return sorted({language for each in entries for language in each.hub.url})
