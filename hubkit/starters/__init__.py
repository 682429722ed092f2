"""What `hubkit new` writes: the first text of each kind of file, judged as `hubkit check` will judge it."""
