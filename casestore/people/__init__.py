"""What is held on one person: found by their address, handed out, erased."""
