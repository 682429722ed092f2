"""Outputs to disk, crash-safe: one registry of paths; one publication, staged whole and applied by journal."""

from hubkit.write.journal import recover
from hubkit.write.manifest import last_published
from hubkit.write.publication import Publication, Written, publish
from hubkit.write.registry import Registry

__all__ = ["Publication", "Registry", "Written", "last_published", "publish", "recover"]
