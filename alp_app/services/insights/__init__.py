"""What the work of learners tells: of one learner, a class, a course; every figure with its rows."""
