"""The addresses of a hub that stay: what it published, and where an address leads whose page is gone."""
