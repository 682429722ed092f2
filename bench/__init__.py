"""The same network in the format of several site generators, and how long each takes over it. Not part of the wheel."""
