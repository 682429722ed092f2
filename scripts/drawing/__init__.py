"""How the pictures of the example site are drawn: a canvas, and one module a place."""
