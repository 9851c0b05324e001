"""The parts of the settings page, and the welcome of a first start."""
