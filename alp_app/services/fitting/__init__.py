"""How a learner likes to read: preferences, lessons in other words, and the gate that keeps their facts."""
