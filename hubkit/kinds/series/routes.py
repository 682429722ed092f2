"""The page of a series, and its calendar."""

from collections.abc import Iterator

from hubkit.kinds.event.entry import series_calendar
from hubkit.kinds.event.routes import hosts
from hubkit.kinds.event.structured_data import event_data
from hubkit.kinds.route import File, HubScope, Planned, Route


def routes(scope: HubScope) -> Iterator[Planned]:
    """Return a page and a calendar for every series of the hub."""
    words = scope.words
    for series in scope.hub.series:
        event = series.first
        upcoming = tuple(summary for summary in scope.upcoming if summary.id.startswith(f"{series.id}/"))
        past = tuple(summary for summary in scope.past if summary.id.startswith(f"{series.id}/"))
        coming = next((each for each in series.occurrences if not scope.clock.has_come(each.end)), None)
        yield Route(
            hub=series.hub,
            path=series.path,
            template="series.html",
            title=words.plain(event.fields.title),
            description=words.plain(event.fields.summary),
            view={
                "series": series,
                "event": event,
                "upcoming": upcoming,
                "past": past[:20],
                "venue": event.venue,
                "hosts": hosts(scope, event),
            },
            parents=((words("Events"), "events/"),),
            sources=event.sources,
            changed=event.history.changed,
            picture=(event.fields.image, event.source) if event.fields.image else None,
            json_ld=(event_data(scope, coming),) if coming else (),
            indexed=not event.fields.draft,
        )
        yield File(series.hub, f"{scope.prefix}{series.path}event.ics", series_calendar(scope, series), event.sources)
