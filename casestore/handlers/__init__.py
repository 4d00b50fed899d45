"""HTTP handlers: parse, call the service, render."""
