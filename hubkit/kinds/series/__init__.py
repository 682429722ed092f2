"""The series: an event that repeats, its page and its occurrences."""
