"""The work on one hub, as any process can do it: an order goes in, and all that the build must know comes out."""

import gc
import pickle
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from hubkit.kinds.hub.summary import HubClaim, HubReference, HubSummary
from hubkit.kinds.route import Slice
from hubkit.ledger import Line
from hubkit.make import Made, make_hub
from hubkit.memo import Memo, user_folder
from hubkit.packed import digest, pack
from hubkit.problems import Problem
from hubkit.read.scan import Signature, read_content
from hubkit.render.studio import Studio
from hubkit.survey import Foundation, Survey, survey_hub
from hubkit.values import FileHistory
from hubkit.write import Entry, Stage


class Order(Struct, frozen=True):
    """One hub to make, or only to survey."""

    hub: str
    slice: Slice
    signatures: tuple[Signature, ...]
    history: FileHistory
    """Of the hub's own files."""
    last: Mapping[str, Entry]
    """Its files as they were published last."""
    is_made: bool = True
    """False where only what others may know of it matters."""


class Result(Struct, frozen=True):
    """What came of an order."""

    hub: str
    line: Line
    summary: HubSummary | None
    problems: tuple[Problem, ...]
    references: tuple[HubReference, ...]
    claims: tuple[HubClaim, ...]
    made: Made
    aside: bytes
    """`Aside`, packed: most builds need it of few hubs, or of none."""


class Aside(Struct, frozen=True):
    """What only a later build asks of a hub, or who looks for the owner of a file."""

    mentions: frozenset[str]
    theme: str
    own_charter: bool
    slice: Slice
    sources: Mapping[str, tuple[str, ...]]
    """Of the hub's files, as in `Made`."""


class Site(Struct, frozen=True):
    """What all orders of one build share."""

    foundation: Foundation
    stage: Stage | None


def studio_of(foundation: Foundation, memo: Memo) -> Studio:
    """Return the studio of a build, which remembers in `memo` and, for the code of templates, in the user's folder."""
    site = foundation.options.site
    return Studio(site, foundation.shared, foundation.addresses, foundation.looks, memo, Memo(user_folder()))


class Workshop:
    """Fills orders, one by one; themes, words and what was remembered are at hand from the first on."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._memo = Memo(site.foundation.options.memory)
        self._studio = studio_of(site.foundation, self._memo)

    def fill(self, order: Order) -> Result:
        """Return what comes of an order."""
        site, foundation = self._site, self._site.foundation
        source = read_content(foundation.options.site, order.hub, order.signatures)
        survey = survey_hub(foundation, order.hub, order.history, self._memo, source.documents)
        made = Made()
        if order.is_made and survey.shared is not None:
            stage = site.stage and site.stage.for_files(order.last)
            made = make_hub(foundation, survey, order.slice, self._studio, stage)
        self._studio.save()
        return _result(order, foundation, source.digest, survey, made)


def _result(order: Order, foundation: Foundation, source: bytes, survey: Survey, made: Made) -> Result:
    summary = survey.summary
    fields = survey.hub.fields if survey.hub else None
    theme = (fields.theme if fields else None) or foundation.shared.network.fields.theme
    seen = foundation.keys.seen(survey.mentions, theme, digest(order.history), own_charter=survey.own_charter)
    line = Line(
        source=source,
        seen=seen,
        around=digest(order.slice),
        look=digest(summary.look() if summary else None),
        outline=digest((summary, made.moves, made.sitemap, tuple(made.files))),
        since=foundation.options.now,
        until=made.next_change if order.is_made else survey.next_change,
        pages=made.pages,
        assets=tuple((path, entry[1]) for path, entry in made.files.items() if path.startswith("assets/")),
        has_names=bool(survey.references or survey.claims),
        entries=digest(made.entries) if made.entries else b"",
    )
    return Result(
        hub=order.hub,
        line=line,
        summary=summary,
        problems=survey.problems,
        references=survey.references,
        claims=survey.claims,
        made=replace(made, sources={}),
        aside=pack(Aside(survey.mentions, theme, survey.own_charter, order.slice, made.sources)),
    )


_GARBAGE = 50_000
"""Objects after which a worker looks for garbage in circles, between hubs, when there is least to look through.

That is after about 50 hubs; it would keep a fifth of a megabyte of each.
"""


@lru_cache(maxsize=1)
def _workshop(site: bytes) -> Workshop:
    return Workshop(pickle.loads(site))  # noqa: S301 - it comes from the process that started this one


def fill_elsewhere(site: bytes, orders: tuple[Order, ...]) -> list[bytes]:
    """Return the results of some orders, packed; for workers, to which everything comes as bytes."""
    workshop = _workshop(site)
    results = [pack(workshop.fill(order)) for order in orders]
    if gc.get_count()[0] > _GARBAGE:
        gc.collect()
        gc.freeze()  # what is left stays to the end, and need not be looked through again
    return results
