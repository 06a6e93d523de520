"""What the product decides, and nothing about how the world is reached."""
