"""What the SHACL benchmark is made of: generated cities, the peers, the comparison of results, the measurement."""
