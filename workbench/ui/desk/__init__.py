"""The parts of the counter page: questions, the two-layer list, the chosen paper, the end of a visit."""
