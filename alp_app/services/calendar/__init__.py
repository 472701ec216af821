"""What happens when: dates of classes, openings of lessons, work that is due."""
