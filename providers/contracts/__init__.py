"""What an engine promises, by capability, and how it fails."""
