"""One build on its way, from what is known of the last one to what it publishes and keeps for the next."""

from collections.abc import Callable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from hubkit.addresses import addresses
from hubkit.build.catalog import write_catalog
from hubkit.build.crew import Crew
from hubkit.build.hubs import Hubs
from hubkit.build.keys import Known
from hubkit.build.whole import Whole
from hubkit.check.claims import clashes, taken
from hubkit.ledger import HISTORY, NETWORK, Index, Seal
from hubkit.memo import Memo
from hubkit.packed import pack, unpack
from hubkit.plan.network import unknown_hubs
from hubkit.problems import Place, Problem, ProblemLog, Severity
from hubkit.read.git import is_tracked
from hubkit.read.scan import SHARED
from hubkit.survey import Foundation, glance_at_hub, lay_foundation
from hubkit.values import MEMORY, BuildReport, FileHistory, Options
from hubkit.work import Result, Site, studio_of
from hubkit.write import Publication

Tell = Callable[[str, int, int], None]


class Histories(Struct, frozen=True):
    """What git knows of the files of each hub, and under an empty name of all others."""

    by_hub: Mapping[str, bytes]
    """Packed: only those of the hubs to make are ever looked at."""
    problems: tuple[Problem, ...] = ()
    is_new: bool = True
    """Git was asked in this build."""

    def of(self, hub: str) -> FileHistory:
        """Return what git knows of the files of a hub."""
        return unpack(self.by_hub[hub]) if hub in self.by_hub else FileHistory()


def run(options: Options, publication: Publication | None, known: Known, tell: Tell) -> BuildReport:
    """Return what was found and done; raises `Untrusted` where what the last build knew is not there."""
    problems = ProblemLog()
    histories = _histories(options, known)
    problems.extend(histories.problems)
    if is_tracked(options.site, MEMORY):
        problems.add(_memory_in_git())
    memo = Memo(options.memory)
    foundation = lay_foundation(options, histories.of(SHARED), memo, problems)
    memo.save()
    if foundation is None:
        return BuildReport(tuple(problems), output=str(options.folder))
    foundation = _with_addresses(foundation)
    stage = publication.stage_for({}) if publication else None
    crew = Crew(Site(foundation, stage), options.jobs)
    try:
        hubs = Hubs(foundation, known, histories.of, publication, crew, tell)
        hubs.make_what_is_new()
        _collect(foundation, hubs, problems)
        return _publish(foundation, hubs, known, publication, problems, histories)
    finally:
        crew.dismiss()


def _memory_in_git() -> Problem:
    message = f"{MEMORY}/ is in git: whoever changes it there could change the site, so hubkit does not read it"
    return Problem(Place("hubkit.yaml"), message, f"Run: git rm -r --cached {MEMORY}", Severity.warning)


def _histories(options: Options, known: Known) -> Histories:
    index = known.index
    if index is not None and index.head == known.scan.head:
        remembered = known.ledger.details(HISTORY)
        if isinstance(remembered, Histories):
            return replace(remembered, is_new=False)
    from hubkit.read.history import history_by_hub, read_history

    history = read_history(options.site)
    return Histories({hub: pack(each) for hub, each in history_by_hub(history.files).items()}, history.problems)


def _with_addresses(foundation: Foundation) -> Foundation:
    options = foundation.options
    look = glance_at_hub(foundation, options.hub) if options.hub else None
    url = foundation.shared.network.fields.url
    return replace(foundation, addresses=addresses(url, options.base_url, options.hub, look.domain if look else None))


def _collect(foundation: Foundation, hubs: Hubs, problems: ProblemLog) -> None:
    """Take in the problems that count: with `--hub`, those of that hub and of the events that it co-hosts."""
    alone = foundation.options.hub
    named = [hubs.result(hub) for hub in hubs.ids if hubs.line(hub).has_names]
    owners = taken(foundation.shared, hubs.ids)
    clashing = clashes((claim for result in named for claim in result.claims), owners)
    between: dict[str, list[Problem]] = {}
    for result in named:
        mine = [problem for problem in clashing if problem.place.file.startswith(f"hubs/{result.hub}/")]
        between[result.hub] = [*unknown_hubs(result.references, hubs.ids), *mine]
    for hub in hubs.ids:
        found = (*hubs.problems(hub), *between.get(hub, ()))
        if alone and hub != alone:
            cohosted = _cohosted_files(hubs.result(hub), alone) if hub in between else set[str]()
            found = tuple(problem for problem in found if problem.place.file in cohosted)
        problems.extend(found)


def _cohosted_files(result: Result, alone: str) -> set[str]:
    files = {reference.problem.place.file for reference in result.references if reference.hub == alone}
    if files and result.summary is None:  # then these events cannot be shown, whatever they say
        files.add(f"hubs/{result.hub}/hub.yaml")
    return files


def _publish(
    foundation: Foundation,
    hubs: Hubs,
    known: Known,
    publication: Publication | None,
    problems: ProblemLog,
    histories: Histories,
) -> BuildReport:
    options = foundation.options
    keeps = options.without_broken and not options.hub
    broken = _broken(hubs, problems)
    studio = studio_of(foundation, Memo(options.memory))
    target = publication if keeps or not problems.has_errors else None
    while True:
        whole = Whole(foundation, studio, hubs, known, problems, target, keeps=keeps and target is not None)
        whole.make(broken)
        studio.save()
        if target is None:
            return _report(options, whole, problems)
        now_broken = _broken(hubs, problems)
        if not keeps or now_broken == broken:
            break
        target.discard(whole.network.changed)
        broken = now_broken  # mistakes that only finished pages show: once more, with the last good pages of these hubs
    lasting = tuple(problems)
    problems.extend(whole.gone(target))
    report = _report(options, whole, problems)
    if _stops(options, problems, broken if keeps else set()):
        return report
    whole.take_into(target)
    written = target.apply()
    seal = write_catalog(whole)
    _remember(replace(report, problems=lasting, made=(), published=True), whole, target, broken, histories, seal)
    return replace(
        report, written=written.written, unchanged=written.unchanged, removed=written.removed, published=True
    )


def _broken(hubs: Hubs, problems: ProblemLog) -> set[str]:
    """Return the hubs that cannot be published anew: those with an error, and those that nobody can read."""
    errors = problems if problems.has_errors else ()
    wrong = {each.place.file.split("/")[1] for each in errors if _is_error_of_hub(each)}
    return {hub for hub in hubs.ids if hub in wrong or not hubs.has_pages(hub)}


def _is_error_of_hub(problem: Problem) -> bool:
    return problem.severity is Severity.error and problem.place.file.startswith("hubs/")


def _stops(options: Options, problems: ProblemLog, kept: set[str]) -> bool:
    """Return whether what was found forbids to publish: an error, unless it is one of a hub that is left as it was."""
    if options.strict and any(problem.severity is Severity.warning for problem in problems):
        return True
    errors = (each for each in problems if each.severity is Severity.error)
    return any(not _is_error_of_hub(each) or each.place.file.split("/")[1] not in kept for each in errors)


def _report(options: Options, whole: Whole, problems: ProblemLog) -> BuildReport:
    return BuildReport(
        problems=tuple(problems),
        hubs=whole.hub_count,
        pages=whole.pages,
        next_change=whole.next_change,
        made=tuple(hub for hub in whole.hubs.ids if hub in whole.hubs.made),
        output=str(options.folder),
        kept=tuple(whole.kept_hubs),
        left_out=tuple(whole.left_out),
        unrecorded=_unrecorded(whole, problems) if options.records else {},
    )


def _unrecorded(whole: Whole, problems: ProblemLog) -> dict[str, tuple[str, ...]]:
    broken = _broken(whole.hubs, problems)
    return {
        hub: found for hub in whole.shown if hub not in broken and (found := whole.hubs.result(hub).made.unrecorded)
    }


def _remember(
    report: BuildReport,
    whole: Whole,
    publication: Publication,
    broken: set[str],
    histories: Histories,
    seal: Seal | None,
) -> None:
    """Keep what the next build need not find out again: of every hub that was made without a mistake."""
    hubs, known = whole.hubs, whole.known
    good = [hub for hub in whole.shown if hub not in broken]
    network = whole.network_line
    index = Index(
        edition=known.edition,
        head=None if histories.problems else known.scan.head,
        signatures=known.signatures,
        unsure=known.scan.unsure,
        manifest=publication.published_now.digest(),
        lines={**{hub: hubs.line(hub) for hub in good}, NETWORK: network},
        problems={hub: found for hub in good if (found := hubs.problems(hub))},
        report=report,
        catalog=seal,
    )
    details = {hub: hubs.made[hub] for hub in good if hub in hubs.made}
    if whole.network_is_new:
        details[NETWORK] = pack(whole.network)
    if histories.is_new:
        details[HISTORY] = pack(histories)
    gone = known.index.lines.keys() - index.lines.keys() if known.index else ()
    known.ledger.keep(index, details, gone, anew=known.index is None)
