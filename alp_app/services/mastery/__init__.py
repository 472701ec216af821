"""What a learner has shown of each objective, from every answer; what to study next, and why."""
