"""Crosswalks: read mapping files of any form as one graph, check them, write them."""
