"""Pages of the web, fetched without trust: only public addresses, no cookies, little time and space."""
