"""The venue: a place that events name by id, in `venues/`."""
