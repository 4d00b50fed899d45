"""The desk: staff read requests, and ask for answers."""
