"""Parts of the page 周复盘."""
