"""Planned pages become finished bytes: themes, Markdown, brand colours, and a last look at every link."""
