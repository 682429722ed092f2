"""Meetup's groups and events as a network in hubkit's source format."""
