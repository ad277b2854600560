"""What checking found, as a report, and the forms of the report."""
