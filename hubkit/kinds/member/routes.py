"""The pages of members: the wall, and a spotlight on each."""

from collections.abc import Iterator

from hubkit.kinds.event.summary import EventSummary
from hubkit.kinds.member.structured_data import person_data
from hubkit.kinds.route import HubScope, Route


def routes(scope: HubScope) -> Iterator[Route]:
    """Return the list of members and a page for each; nothing where the hub shows none."""
    hub, words = scope.hub, scope.words
    if not hub.members:
        return
    yield Route(
        hub=hub.id,
        path="members/",
        template="members.html",
        title=words("Members"),
        description=words("People of %(hub)s", hub=words.plain(hub.fields.name)),
        view={"members": hub.members},
        sources=(f"hubs/{hub.id}/hub.yaml",),
        changed=max((member.changed for member in hub.members if member.changed), default=None),
    )
    hosted = {event.id: event.fields.hosts for event in hub.all_events()}
    own: dict[str, list[EventSummary]] = {}
    for summary in (*scope.upcoming, *scope.past):
        for name in set(hosted.get(summary.id, ())) if summary.hub == hub.id else ():
            own.setdefault(name, []).append(summary)
    for member in hub.members:
        yield Route(
            hub=hub.id,
            path=member.path,
            template="member.html",
            title=words.plain(member.fields.name),
            description=words.plain(member.fields.quote) or words.plain(member.fields.role),
            view={
                "member": member,
                "events": tuple(own.get(member.id, ())[:12]),
                "roles": tuple(role.title for role in hub.fields.roles if member.id in role.members),
            },
            parents=((words("Members"), "members/"),),
            sources=(member.source,),
            changed=member.changed,
            picture=(member.fields.photo, member.source) if member.fields.photo else None,
            json_ld=(person_data(scope, member),),
            is_article=True,
        )
