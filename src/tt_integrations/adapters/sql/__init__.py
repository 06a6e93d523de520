"""The ports over SQLite and PostgreSQL: SQLAlchemy Core for the statements, the driver to run them."""
