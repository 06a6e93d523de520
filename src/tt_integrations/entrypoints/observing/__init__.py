"""What those who run the service see of it: numbers, spans, lines of a log. Laid around the use cases, which know nothing of it."""
