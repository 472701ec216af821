"""What people are told, as pages show it."""
