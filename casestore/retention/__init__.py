"""What is kept long enough is deleted."""
