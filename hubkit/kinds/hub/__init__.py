"""The hub, a city chapter: `hub.yaml` and its home page."""
