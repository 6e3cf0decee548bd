"""What the buttons under a reminder do."""
