"""Who somebody is and what may reach us: passwords, tokens, limits, headers. Knows no table and no
page."""
