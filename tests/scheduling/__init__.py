"""What is owed, and when, worked by hand; and what must hold whatever the facts."""
