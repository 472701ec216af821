"""Pages of those who study: home, and the lesson reader."""
