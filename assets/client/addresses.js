// Where the reader's page sends what must survive a lost connection.
const API = "/api/v1";

export const places = `${API}/learning/places`;
export const attempts = (lesson, block) =>
  `${API}/learning/lessons/${lesson}/quizzes/${block}/attempts`;
export const retake = (lesson, block) =>
  `${API}/learning/lessons/${lesson}/quizzes/${block}/retake`;
export const answer = (attempt, question) =>
  `${API}/learning/attempts/${attempt}/answers/${question}`;
