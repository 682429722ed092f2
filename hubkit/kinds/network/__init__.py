"""The network: `hubkit.yaml`, its home page and the lists of its hubs."""
