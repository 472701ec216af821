"""The front of the web server: everything a request passes before REST or a page answers it. Knows
HTTP and the built pages, not what is on them."""
