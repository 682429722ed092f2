"""A member as search engines read them: a schema.org ProfilePage about a Person."""

from hubkit.kinds.member.model import MemberModel
from hubkit.kinds.record import Record
from hubkit.kinds.route import HubScope
from hubkit.kinds.structured_data import JsonObject, person, profile_page, top


def person_data(scope: HubScope, member: Record[MemberModel], image: str = "") -> JsonObject:
    """Return the ProfilePage of a member's page; `image` is the absolute address of their photo."""
    words, fields = scope.words, member.fields
    url = scope.canonical(member.path)
    about = person(
        words.plain(fields.name),
        url,
        role=words.plain(fields.role),
        image=image,
        same_as=[link.url for link in fields.links if link.url.startswith(("http://", "https://"))],
        member_of=scope.organization,
    )
    return top(profile_page(url, about, member.changed.isoformat() if member.changed else ""))
