"""The nouns. They know nothing but each other."""
