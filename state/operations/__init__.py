"""Pages about running the product: jobs, workers, engines."""
