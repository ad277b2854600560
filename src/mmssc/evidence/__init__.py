"""Read evidence, RDF or a register, into quads, with every problem named and nothing lost in silence."""
