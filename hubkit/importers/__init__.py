"""Makes networks of hubs out of what other services export."""
