"""What may stand in a hub's `urls.yaml`."""

from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from hubkit.kinds.fields import Fields, Id
from hubkit.kinds.texts import matching

_PATH = r"([a-z0-9](-?[a-z0-9])*/)+"
_HINT = "Write it as it stands behind the hub's home, with a slash at the end: events/2026-12-05-photo-walk/."
_path = matching(_PATH, "the address of a page in this hub", _HINT)
_target = matching(
    rf"{_PATH}|/([^\s/\\?#]+/)*",
    "the address of a page",
    "Write one of this hub as events/2026-12-05-photo-walk/, any other of the site as /porto/events/.",
)

PagePath = Annotated[
    str,
    PlainValidator(_path),
    WithJsonSchema({"type": "string", "pattern": f"^{_PATH}$", "examples": ["members/ada/"]}),
]
Target = Annotated[str, PlainValidator(_target), WithJsonSchema({"type": "string", "examples": ["events/", "/porto/"]})]


class UrlsModel(Fields):
    """The addresses that a hub has published: each has to be that of a page, or lead to one, for ever."""

    ids: tuple[Id, ...] = Field((), description="Each id that the hub was published under.")
    pages: tuple[PagePath, ...] = Field((), description="Each page that people may have a link to.")
    redirects: dict[PagePath, Target] = Field(
        default_factory=dict[str, str], description="Where the address of a page leads that is gone for good."
    )
