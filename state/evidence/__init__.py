"""What pages show of the evidence behind statements and answer keys."""
