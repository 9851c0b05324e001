"""Parts of the page 自检."""
