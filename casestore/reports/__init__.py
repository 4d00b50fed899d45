"""What is counted and learnt from: facts without content, numbers, feedback on answers."""
