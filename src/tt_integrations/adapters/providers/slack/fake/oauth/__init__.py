"""Slack's OAuth v2: the page of consent, codes, tokens and their rotation."""
