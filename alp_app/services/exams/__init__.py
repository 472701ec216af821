"""Class tests: made, taken against the clock, marked, judged by their statistics and marked again."""
