"""The event template: defaults for events of one type, in `event-templates/`."""
