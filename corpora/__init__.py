"""Pairs, the store that keeps them with their provenance, and the formats they come and go in."""
