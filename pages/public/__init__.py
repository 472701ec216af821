"""Pages that anybody may open: the catalogue and the page of a course."""
