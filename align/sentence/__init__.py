"""Sentence alignment: beads over two texts, by their translations, their vectors and their lengths."""
