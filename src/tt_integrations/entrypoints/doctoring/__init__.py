"""What keeps a service from working, and what to do about it: looked for when somebody asks, with nothing changed."""
