"""Cards for previews and stories, drawn from a few lines of text: what they say, in which font, on which lines."""
