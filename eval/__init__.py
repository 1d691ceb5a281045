"""Metrics with their signatures."""
