"""The verbs: one file a use case, each on ports alone."""
