"""Running the product: its jobs and engines, what a new school begins with."""
