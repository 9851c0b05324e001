"""The weekly review: the figures, what they say, what to do about it, and whether it helped."""
