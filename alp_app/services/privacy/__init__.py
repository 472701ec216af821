"""What is held about people: seen, taken away and erased by themselves, and kept only as long as needed."""
