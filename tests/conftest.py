"""What all tests share; each plugin says what it is for."""

pytest_plugins = ["tests.postgres", "tests.temporal"]
