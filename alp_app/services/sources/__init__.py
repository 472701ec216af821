"""The teacher's files: receiving them, reading them into passages, finding passages again."""
