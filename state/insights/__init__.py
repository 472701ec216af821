"""What work tells: the pages of a class, a course, one learner, and the rows behind figures."""
