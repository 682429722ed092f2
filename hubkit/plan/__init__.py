"""Checked hubs become pages to render and files to write: what is upcoming, who is near, what stands where."""
