"""Speed claims, each a ratio against a peer measured in the same run. Run all: `python3 make.py bench`."""
