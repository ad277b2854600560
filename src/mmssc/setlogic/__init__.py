"""The set logic of crosswalks: which rows contradict each other, why, and what would mend it. It knows nothing of RDF.

Items are read as non-empty sets, rows as relations of RCC-5 between them: equal, proper subset, proper superset,
overlap, disjoint, or "one of these". `find_conflicts` reports each minimal inconsistent set of rows, `find_equal_items`
the rows that make two items of one scheme equal, `closure` what follows from chains of rows.

How it decides
    Over non-empty sets, the relations of the maximal tractable subclass that has all base relations (28 of the 32:
    Jonsson & Drakengren 1997, "A complete classification of tractability in RCC-5", JAIR 6; Renz & Nebel 1999, "On
    the complexity of qualitative spatial reasoning", AIJ 108) are the Horn formulas over "A lies within B", "B lies
    within A", "A meets B" (`clauses`). What follows is then reachability along inclusions (`theory`, `reach`):
    linear time for each batch of questions, instead of path consistency over all triples, which decides the same.
    The tests hold both against brute force. Among the 28 are all base relations, "subset or equal" {eq, pp}, SKOS
    close match {eq, pp, ppi, po}, and the complements of eq, pp, ppi, dr and {eq, pp}. Outside are the four that
    allow both inclusions without the overlap, such as "not po" = {eq, pp, ppi, dr}; rows that say so are decided by
    cases (`cases`).

What is guaranteed
    - Sound: every reported set is inconsistent, and minimal: without any one row the others can all be true.
    - Complete as to whether: if constraints of the 28 relations are inconsistent, at least one conflict is
      reported.
    - Complete as to which: all minimal conflicts of up to `Limits.size` constraints are reported, and for a row
      that is contradicted only by longer chains one conflict, unless a limit on numbers or steps was hit. Every
      limit that was hit stands in `Conflicts.cuts`; without cuts, every minimal conflict of any size is listed.
      Conflicts that need a relation outside the 28 are sought up to `Limits.size` constraints.
    - Rows that say the same of one pair under one rationale count as one; `Conflict.same` names the others.
    - Deterministic, and independent of the order of the rows.

How it finds them
    Over the 14 relations that are conjunctions of atoms and denied atoms (the base relations, {eq, pp}, {eq, pp,
    ppi, po}, …: a distributive subalgebra, see Long & Li 2015) a minimal conflict is one cycle of rows. It is found
    as a path between the two ends of the row that it contradicts, charted from both ends (`chart`, `search`), small
    sizes first (`finder`). This takes the place of generic enumeration of minimal unsatisfiable subsets (Liffiton
    et al. 2016, "Fast, flexible MUS enumeration"; Junker 2004, "QuickXplain"), which decides consistency for each
    candidate; and of triangulation (partial path consistency and the patchwork property: Amaneddine, Condotta &
    Sioutis 2013; Sioutis, Salhi & Condotta 2017), whose fill-in grows with the treewidth, which is large where
    hierarchies are mapped crosswise.
"""

from mmssc.setlogic.closure import Chain, Closure, Implied, closure
from mmssc.setlogic.conflicts import Conflict, Conflicts, Cut, Kind, find_conflicts
from mmssc.setlogic.constraints import Constraint, Limits
from mmssc.setlogic.equal import find_equal_items
from mmssc.setlogic.mends import Mend
from mmssc.setlogic.proof import Reason, Step
from mmssc.setlogic.relations import Relation, compose, converse, tractable
from mmssc.setlogic.wording import relation_words, words

__all__ = [
    "Chain",
    "Closure",
    "Conflict",
    "Conflicts",
    "Constraint",
    "Cut",
    "Implied",
    "Kind",
    "Limits",
    "Mend",
    "Reason",
    "Relation",
    "Step",
    "closure",
    "compose",
    "converse",
    "find_conflicts",
    "find_equal_items",
    "relation_words",
    "tractable",
    "words",
]
