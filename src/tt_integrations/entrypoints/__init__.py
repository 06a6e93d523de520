"""Where the program meets whoever runs it. They know everything and decide nothing."""
