"""The page for the door of events: who is in, without a network."""
