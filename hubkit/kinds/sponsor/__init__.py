"""The sponsor: who pays for what, in `sponsors/`."""
