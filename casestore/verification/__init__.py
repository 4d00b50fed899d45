"""Who writes: one-time codes, the directory of customers, and log-in at the host page."""
