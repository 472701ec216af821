"""Questions: how they are asked, marked, varied, exchanged and judged by what learners answered."""
