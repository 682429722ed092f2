"""Renaming: a hub, event, member or page gets another id, and everything that led to it leads to it still."""
