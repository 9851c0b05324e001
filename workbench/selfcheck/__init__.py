"""The clerk's own check: before and after work, peers, recordings, growth. For oneself; in no notice of the office."""
