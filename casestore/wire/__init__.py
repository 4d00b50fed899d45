"""What goes over the wire between the case store and its clients."""
