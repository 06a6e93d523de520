"""Slack: slash commands in, ephemeral answers out."""
