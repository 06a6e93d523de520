"""How fast we are: reported by `python -m bench`, never asserted by a timed test (docs/explanation/speed.md)."""
