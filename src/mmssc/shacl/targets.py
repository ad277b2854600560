"""Which nodes the shapes of a graph are about: their targets in SHACL Core, and whether they are active."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from mmssc.names import RDFS, SH

if TYPE_CHECKING:
    from mmssc.engine.graph import Graph, Node
    from mmssc.shacl.lookup import Lookup

__all__ = ["deactivated", "focus_nodes", "targeted_shapes"]

_NODE: Final = NamedNode(SH + "targetNode")
_CLASS: Final = NamedNode(SH + "targetClass")
_SUBJECTS: Final = NamedNode(SH + "targetSubjectsOf")
_OBJECTS: Final = NamedNode(SH + "targetObjectsOf")
_ADVANCED: Final = NamedNode(SH + "target")
_SHAPE_CLASSES: Final = (NamedNode(SH + "NodeShape"), NamedNode(SH + "PropertyShape"))
_RDFS_CLASS: Final = NamedNode(RDFS + "Class")
_DEACTIVATED: Final = NamedNode(SH + "deactivated")


def targeted_shapes(shapes: Graph) -> list[Node]:
    """Return the shapes that have a target, an implicit class target (SHACL 2.1.3.3) included, in a stable order."""
    found: set[Node] = {
        node for predicate in (_NODE, _CLASS, _SUBJECTS, _OBJECTS, _ADVANCED) for node in shapes.all_subjects(predicate)
    }
    return sorted(found | _implicit(shapes), key=str)


def _implicit(shapes: Graph) -> set[Node]:
    classes = shapes.instances([_RDFS_CLASS])
    return {node for node in shapes.instances(_SHAPE_CLASSES) if node in classes and isinstance(node, NamedNode)}


def focus_nodes(data: Lookup, shapes: Graph, shape: Node) -> set[Node] | None:
    """Return the focus nodes of a shape; ``None`` if it has a target that is not SHACL Core."""
    if any(True for _ in shapes.objects(shape, _ADVANCED)):
        return None
    found: set[Node] = set(shapes.objects(shape, _NODE))
    for cls in shapes.objects(shape, _CLASS):
        found.update(data.instances(cls))
    if shape in _implicit(shapes):
        found.update(data.instances(shape))
    for predicate in shapes.objects(shape, _SUBJECTS):
        found.update(data.all_subjects(predicate))
    for predicate in shapes.objects(shape, _OBJECTS):
        found.update(data.all_objects(predicate))
    return found


def deactivated(shapes: Graph, shape: Node) -> bool:
    """Tell whether a shape is deactivated (SHACL 2.1.6)."""
    return any(
        isinstance(value, Literal) and value.value in {"true", "1"} for value in shapes.objects(shape, _DEACTIVATED)
    )
