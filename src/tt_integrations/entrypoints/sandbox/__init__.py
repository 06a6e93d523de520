"""The service with a fake Slack beside it and people to try it as: for a first look, and to be driven by programs."""
