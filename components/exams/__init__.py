"""What a test is taken with, and what shows an answer again."""
