"""What a host's own tests can build on: a store in memory, clocks, contract suites, strategies, a PostgreSQL."""
