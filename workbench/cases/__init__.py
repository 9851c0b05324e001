"""The visit at the counter: one open case at a time, parking, what was said, the outcome."""
