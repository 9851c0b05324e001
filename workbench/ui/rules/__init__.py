"""The parts of the page 规则: the list of items, the item as a page, trying it, checking it, changing it."""
