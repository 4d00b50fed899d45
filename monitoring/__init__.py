"""What operators see of a process: calls, figures, and whether it is ready."""
