"""A workspace with a quarter of sample data, so that a newcomer sees the whole program in a minute."""
