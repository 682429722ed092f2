"""The pipeline in order: read, check, reduce, plan, render, write. The only module that knows every stage."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from hubkit.addresses import Addresses, addresses
from hubkit.check.claims import clashes, taken
from hubkit.kinds.hub.summary import HubSummary
from hubkit.kinds.route import Network, Planned, Route, Slice
from hubkit.kinds.table import KINDS
from hubkit.memo import Memo
from hubkit.plan.hub import plan_hub
from hubkit.plan.kept import kept_summary
from hubkit.plan.moves import Move, clashing_moves, hub_moves, kept_moves, network_moves, redirects
from hubkit.plan.network import plan_network, slices, unknown_hubs
from hubkit.plan.site_files import SitemapEntry, headers, listed_below, robots, sitemap
from hubkit.plan.vanished import vanished
from hubkit.problems import HubkitError, Problem, ProblemLog, Severity
from hubkit.render.faults import TemplateFault
from hubkit.render.finished import Links, is_page
from hubkit.render.page import Frame, render_page
from hubkit.render.studio import Studio
from hubkit.survey import Foundation, Survey, lay_foundation, survey_hub
from hubkit.times import Clock
from hubkit.values import BuildReport, Options, Output
from hubkit.write import Publication, Registry, publish, recover

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class _Run:
    """What one build gathers on its way; it lives as long as the build."""

    studio: Studio
    links: Links
    problems: ProblemLog
    publication: Publication | None = None
    registry: Registry = field(default_factory=Registry)
    clock: Clock = field(default_factory=lambda: Clock(datetime.now(UTC)))
    sitemap: list[SitemapEntry] = field(default_factory=list[SitemapEntry])
    moves: list[Move] = field(default_factory=list[Move])
    kept: list[str] = field(default_factory=list[str])
    left_out: list[str] = field(default_factory=list[str])
    hubs: int = 0
    pages: int = 0


def build(options: Options, progress: Progress | None = None) -> BuildReport:
    """Build (or only check) the site; return what was found and done.

    A source error leaves the output as it was. Raises `HubkitError` for a misuse: a folder that is no site, an output
    folder that is not hubkit's to write.
    """
    started = time.perf_counter()
    if not options.site.is_dir():
        raise HubkitError(f"there is no folder {options.site}")
    if options.publishes:
        recover(options.folder)
    tell = progress or _silent
    memo = Memo(options.site / ".hubkit") if options.publishes else Memo()
    problems = ProblemLog()
    foundation = lay_foundation(options, memo, problems)
    if foundation is None:
        return _report(options, problems, started)
    surveys: list[Survey] = []
    for number, hub_id in enumerate(foundation.hub_ids, start=1):
        surveys.append(survey_hub(foundation, hub_id, memo))
        tell("reading", number, len(foundation.hub_ids))
    memo.save()
    _collect(foundation, surveys, problems)
    return _produce(foundation, surveys, problems, tell, started)


def _silent(_stage: str, _done: int, _of: int) -> None:
    """Show no progress."""


def _collect(foundation: Foundation, surveys: list[Survey], problems: ProblemLog) -> None:
    """Take in the problems that count: with `--hub`, those of that hub and of the events that it co-hosts."""
    alone = foundation.options.hub
    owners = taken(foundation.shared, foundation.hub_ids)
    clashing = clashes((claim for survey in surveys for claim in survey.claims), owners)
    for survey in surveys:
        found = [*survey.problems, *unknown_hubs(survey.references, foundation.hub_ids)]
        found += [problem for problem in clashing if problem.place.file.startswith(f"hubs/{survey.id}/")]
        if alone and survey.id != alone:
            cohosted = {reference.problem.place.file for reference in survey.references if reference.hub == alone}
            if cohosted and survey.hub is None:  # then these events cannot be shown, whatever they say
                cohosted.add(f"hubs/{survey.id}/hub.yaml")
            found = [problem for problem in found if problem.place.file in cohosted]
        problems.extend(found)


def _produce(
    foundation: Foundation, surveys: list[Survey], problems: ProblemLog, tell: Progress, started: float
) -> BuildReport:
    options = foundation.options
    foundation = replace(foundation, addresses=_addresses(foundation, surveys))
    broken = _broken(foundation, surveys, problems)
    while True:
        run = _Run(
            studio=Studio(options.site, foundation.shared, foundation.addresses),
            links=Links(foundation.addresses, lambda path: _text_of(options.site / path)),
            problems=problems,
            clock=Clock(options.now),
        )
        if not options.publishes or (problems.has_errors and not _may_keep(options)):
            _make(foundation, surveys, broken, run, tell)
            return _report(options, problems, started, run)
        with publish(options.folder, options.kind_of_build(), options.site) as publication:
            run.publication = publication
            _make(foundation, surveys, broken, run, tell)
            before = publication.published("")
            problems.extend(vanished(before, run.registry.__contains__, run.moves, foundation.addresses))
            found = _broken(foundation, surveys, problems)
            if not _may_keep(options) or found == broken:
                if _stops(options, problems, broken):
                    return _report(options, problems, started, run)
                written = publication.apply()
                break
        broken = found  # mistakes that only finished pages show: once more, with the last good pages of these hubs
    report = _report(options, problems, started, run)
    return replace(
        report, written=written.written, unchanged=written.unchanged, removed=written.removed, published=True
    )


def _may_keep(options: Options) -> bool:
    """Return whether broken hubs may stay as they were published last; of a hub alone, nothing else would be new."""
    return options.without_broken and not options.hub


def _broken(foundation: Foundation, surveys: Iterable[Survey], problems: Iterable[Problem]) -> set[str]:
    """Return the hubs that cannot be published anew: those with an error, and those that nobody can read."""
    wrong = {each.place.file.split("/")[1] for each in problems if _is_error_of_hub(each)}
    return {each.id for each in surveys if each.hub is None or each.id in wrong} | (wrong & set(foundation.hub_ids))


def _is_error_of_hub(problem: Problem) -> bool:
    return problem.severity is Severity.error and problem.place.file.startswith("hubs/")


def _stops(options: Options, problems: ProblemLog, broken: set[str]) -> bool:
    """Return whether what was found forbids to publish: an error, unless it is one of a hub that is left as it was."""
    if options.strict and any(problem.severity is Severity.warning for problem in problems):
        return True
    kept = broken if _may_keep(options) else set[str]()
    errors = (each for each in problems if each.severity is Severity.error)
    return any(not _is_error_of_hub(each) or each.place.file.split("/")[1] not in kept for each in errors)


def _addresses(foundation: Foundation, surveys: Iterable[Survey]) -> Addresses:
    options = foundation.options
    domain = next((each.hub.fields.domain for each in surveys if each.hub and each.id == options.hub), None)
    return addresses(foundation.shared.network.fields.url, options.base_url, options.hub, domain)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _make(foundation: Foundation, surveys: list[Survey], broken: set[str], run: _Run, tell: Progress) -> None:
    """Plan and render every page, and stage it where the build publishes; else look at those of broken hubs, too."""
    alone = foundation.options.hub
    left = broken - {each.id for each in surveys if alone and each.hub and each.id != alone}
    shown = [each for each in surveys if each.hub and (each.id not in left or run.publication is None)]
    summaries = {each.id: each.summary for each in shown if each.summary}
    if run.publication is not None and _may_keep(foundation.options):
        for name in sorted(left):
            summary = _keep(foundation, run, name)
            if summary is not None:
                summaries[name] = summary
    network = Network(foundation.shared, tuple(summaries[name] for name in sorted(summaries)))
    cuts = slices(network)
    made = [survey for survey in shown if not alone or survey.id == alone]
    for number, survey in enumerate(made, start=1):
        _make_hub(foundation, survey, cuts[survey.id], run)
        tell("building", number, len(made))
    _make_network(foundation, network, run)
    run.problems.extend(run.links.settle(run.registry.__contains__))
    is_there = _with_left_out(run.registry, left)
    run.problems.extend(run.links.dead(is_there, lambda: run.registry.paths))


def _with_left_out(registry: Registry, hubs: set[str]) -> Callable[[str], bool]:
    """Return what tells whether the site has a file; of broken hubs that are not shown, everything passes for there."""
    return lambda path: path in registry or path.partition("/")[0] in hubs


def _keep(foundation: Foundation, run: _Run, name: str) -> HubSummary | None:
    """Keep the last good pages of a broken hub with the assets they show; return what they say of it."""
    publication = run.publication
    if publication is None:
        return None
    paths = publication.published(f"{name}/")
    if not paths:
        run.left_out.append(name)
        return None
    run.kept.append(name)
    publication.keep(f"{name}/")
    folder = foundation.options.folder
    for asset in run.studio.assets_in(folder / path for path in paths if path.endswith(".html")):
        publication.keep(asset)
    for path in paths:
        run.registry.claim(path, (f"hubs/{name}/hub.yaml",))
    addresses = foundation.addresses
    run.moves.extend(kept_moves(_text_of(folder / "_redirects"), addresses.href(name, "")))
    home = addresses.absolute(name, "")
    for file in sorted(folder.glob("sitemap*.xml")):
        run.sitemap.extend(listed_below(home, file.read_bytes()))
    return kept_summary(name, folder / name, home, run.clock)


def _make_hub(foundation: Foundation, survey: Survey, cut: Slice, run: _Run) -> None:
    hub, summary = survey.hub, survey.summary
    if hub is None or summary is None:
        return
    clock = Clock(foundation.options.now)
    clock.will_change(survey.next_change)
    for language in hub.languages:
        frame = run.studio.hub_frame(hub, language)
        _, planned = plan_hub(hub, summary, survey.entries, cut, frame.words, foundation.addresses, clock, KINDS)
        _output(planned, frame, run)
    run.clock.will_change(clock.next_change)
    run.hubs += 1
    run.problems.extend(run.links.settle(run.registry.__contains__))
    run.moves.extend(hub_moves(hub, foundation.addresses))


def _make_network(foundation: Foundation, network: Network, run: _Run) -> None:
    options, shared = foundation.options, foundation.shared
    source = shared.network.source
    prefixes: list[str] = []
    clock = Clock(options.now) if options.hub else run.clock
    for language in run.studio.network_languages():
        frame = run.studio.network_frame(language)
        prefixes.append(frame.desk.prefix)
        _, planned = plan_network(network, frame.words, foundation.addresses, clock, clock.next_change, KINDS)
        if options.hub:
            planned = [each for each in planned if each.path == "404.html"]
        _output(planned, frame, run)
    for output in run.studio.asset_outputs():
        _stage(output, run)
    if not options.hub:
        run.moves.extend(network_moves(shared, foundation.addresses, prefixes))
    run.problems.extend(clashing_moves(run.moves, run.registry.__contains__, run.links.read))
    files = [robots(foundation.addresses, source), headers(shared.network.fields, foundation.addresses, source)]
    files.append(redirects(run.moves, source))
    files.extend(sitemap(run.sitemap, foundation.addresses, source))
    for file in files:
        _stage(Output(file.path, file.content, file.sources), run)
    for file in () if options.hub else foundation.static:
        _stage(Output(file.path.removeprefix("static/"), (options.site / file.path).read_bytes(), (file.path,)), run)


def _output(planned: Iterable[Planned], frame: Frame, run: _Run) -> None:
    """Render what is planned, and stage it with the pictures that it shows."""
    addresses, hub = frame.desk.addresses, frame.hub
    is_elsewhere = hub is not None and hub.fields.domain is not None and not addresses.alone
    for each in planned:
        if isinstance(each, Route):
            try:
                _stage(render_page(each, frame), run)
            except TemplateFault as fault:
                run.problems.add(fault.problem)
                run.registry.claim(addresses.output(each.hub, frame.desk.prefix + each.path), each.sources)
                continue
            run.pages += 1
            if each.indexed and not is_elsewhere:
                run.sitemap.append(SitemapEntry(frame.canonical(each.path), each.changed))
        else:
            _stage(Output(addresses.output(each.hub, each.path), each.content, each.sources), run)
    for picture in frame.desk.used.values():
        _stage(Output(picture.path, picture.content, (picture.source,)), run)


def _stage(output: Output, run: _Run) -> None:
    digest = blake2b(output.content, digest_size=16).hexdigest() if output.path.startswith("assets/") else None
    clash = run.registry.claim(output.path, output.sources, digest)
    if clash is not None:
        if not run.problems.has_error_in(clash.place.file):
            run.problems.add(clash)
        return
    if is_page(output):
        run.problems.extend(run.links.look(output))
    if run.publication is not None:
        run.publication.stage(output.path, output.content)


def _report(options: Options, problems: ProblemLog, started: float, run: _Run | None = None) -> BuildReport:
    return BuildReport(
        problems=tuple(problems),
        hubs=run.hubs if run else 0,
        pages=run.pages if run else 0,
        seconds=time.perf_counter() - started,
        next_change=run.clock.next_change if run else None,
        output=str(options.folder),
        kept=tuple(run.kept) if run else (),
        left_out=tuple(run.left_out) if run else (),
    )
