"""Names under which this domain appears in the audit log."""

ENROLMENT_CREATED = "enrolment.created"
ENROLMENTS_MOVED = "enrolment.moved_to_version"
LESSON_COMPLETED = "lesson.completed"
COURSE_COMPLETED = "course.completed"
QUIZ_STARTED = "quiz.started"
QUIZ_FINISHED = "quiz.finished"
