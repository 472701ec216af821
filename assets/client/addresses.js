// Where the reader's page sends what must survive a lost connection.
const API = "/api/v1";

export const places = `${API}/learning/places`;
export const attempts = (lesson, block) =>
  `${API}/learning/lessons/${lesson}/quizzes/${block}/attempts`;
export const retake = (lesson, block) =>
  `${API}/learning/lessons/${lesson}/quizzes/${block}/retake`;
export const answer = (attempt, question) =>
  `${API}/learning/attempts/${attempt}/answers/${question}`;
export const practiceQueue = ({ zone, course, ahead }) =>
  `${API}/practice/queue?${new URLSearchParams({
    zone,
    ...(course ? { course_id: course } : {}),
    ...(ahead ? { ahead: "true" } : {}),
  })}`;
export const practiceAnswer = (card) => `${API}/practice/cards/${card}/answers`;
export const practiceRating = (review) => `${API}/practice/reviews/${review}/rating`;
export const practicePutAway = (card) => `${API}/practice/cards/${card}/put-away`;
