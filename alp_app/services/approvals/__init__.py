"""Looking at a course before learners do: reviews, comments, approval, and what a school asks for."""
