"""States of the pages that open sources."""
