"""Outputs to disk, crash-safe: one registry of paths; one publication, staged whole and applied by journal."""

from hubkit.write.damage import Damage
from hubkit.write.functions import CatalogFile
from hubkit.write.handlers import FunctionFiles
from hubkit.write.journal import recover
from hubkit.write.manifest import Entry, last_published, published_paths
from hubkit.write.publication import Publication, Written, publish
from hubkit.write.registry import Registry
from hubkit.write.stage import Stage

__all__ = [
    "CatalogFile",
    "Damage",
    "Entry",
    "FunctionFiles",
    "Publication",
    "Registry",
    "Stage",
    "Written",
    "last_published",
    "publish",
    "published_paths",
    "recover",
]
