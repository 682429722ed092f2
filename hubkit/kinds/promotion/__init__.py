"""Telling others of events: texts to share, the widget for other sites, and the JSON feed."""
