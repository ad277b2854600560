"""The outcome of a validation for people and for other tools: table, Turtle, JSON, SARIF, JUnit."""
