"""Show what an assessment found: one document, and the forms that people and programs read it in."""
