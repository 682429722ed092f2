"""What may stand in the front matter of a page; the Markdown below is its text."""

from pydantic import Field

from hubkit.kinds.fields import Day, Fields, Id, LineText, ShortText


class PageModel(Fields):
    """A free page."""

    title: ShortText = Field(description="The heading of the page.")
    summary: LineText | None = Field(None, description="One sentence for search engines and previews.")
    nav: bool = Field(default=False, description="Whether the page is named in the menu.")
    aliases: tuple[Id, ...] = Field((), description="Names the page had before; they become redirects.")
    updated: Day | None = Field(None, description="When it last changed, where git does not know.")
    draft: bool = Field(default=False, description="Not published unless asked for with --drafts.")
