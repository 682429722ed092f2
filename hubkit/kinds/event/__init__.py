"""The event: one file in a hub's `events/`, its page and its calendar entry."""
