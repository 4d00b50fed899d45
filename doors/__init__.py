"""What the two doors to the internet, gateway and desk, have in common."""
