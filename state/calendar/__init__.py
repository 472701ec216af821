"""What happens when, as pages show it."""
