"""Files become Documents: the walk, YAML, front matter, and what is refused before anyone looks at a value."""
