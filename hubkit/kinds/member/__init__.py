"""The member: a spotlight on a person, in a hub's `members/`."""
