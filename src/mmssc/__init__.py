"""Maturity models that can be queried, run and argued with."""

__all__ = ["__version__"]

__version__ = "0.1.0"
