"""`python -m tt_integrations` is the command line."""

from tt_integrations.entrypoints.cli import main

main()
