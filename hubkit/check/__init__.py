"""Documents become checked values: fields by their models, references by the registries, times by their zones."""

from hubkit.check.hub import CheckedHub, check_hub
from hubkit.check.network import check_network

__all__ = ["CheckedHub", "check_hub", "check_network"]
