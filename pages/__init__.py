"""What each address shows: markup over a state. Holds no decisions and reaches nothing by itself."""
