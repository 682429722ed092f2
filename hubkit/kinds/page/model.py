"""What may stand in the front matter of a page; the Markdown below is its text."""

from pydantic import Field

from hubkit.kinds.fields import Day, Fields, Id, LineText, ShortText


class PageModel(Fields):
    """A free page."""

    title: ShortText
    summary: LineText | None = Field(None, description="One sentence for search engines and previews.")
    nav: bool = Field(False, description="Whether the page is named in the menu.")
    aliases: tuple[Id, ...] = ()
    updated: Day | None = None
    draft: bool = False
