"""hubkit turns a folder of YAML and Markdown into static sites for a network of local communities."""

__version__ = "0.1.0"
