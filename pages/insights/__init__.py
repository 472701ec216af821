"""What work tells: of a class, a course, one learner."""
