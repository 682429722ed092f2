"""A theme's own settings: the colours of its paper, and the looks where a brand names none."""
