"""The page: free text of the network or a hub, in `pages/`."""
