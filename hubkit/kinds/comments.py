"""HTML comments in Markdown: an author's notes to other authors, which no reader gets to see."""

from bisect import bisect_right

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_OPEN, _CLOSE = "<!--", "-->"


def without_comments(parser: MarkdownIt) -> MarkdownIt:
    """Return the parser, which from now on reads over comments outside code; one that is never closed is text."""
    parser.block.ruler.before("html_block", "comment", _block, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.inline.ruler.before("autolink", "comment", _inline)
    return parser


def _block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - called by the parser
    """Read over a comment that has its lines for itself."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    if state.is_code_block(start_line) or not state.src.startswith(_OPEN, start):
        return False
    end = state.src.find(_CLOSE, start + len(_OPEN))
    last = bisect_right(state.bMarks, end) - 1
    if end < 0 or last >= end_line or state.src[end + len(_CLOSE) : state.eMarks[last]].strip():
        return False
    if not silent:
        state.line = last + 1
    return True


def _inline(state: StateInline, silent: bool) -> bool:  # noqa: ARG001, FBT001 - called by the parser
    """Read over a comment within a line."""
    end = state.src.find(_CLOSE, state.pos + len(_OPEN)) if state.src.startswith(_OPEN, state.pos) else -1
    if end < 0:
        return False
    state.pos = end + len(_CLOSE)
    return True
