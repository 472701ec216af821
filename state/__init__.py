"""What pages show and what they can ask for. Every handler here is a public endpoint; the work is done
in services."""
