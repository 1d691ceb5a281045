"""Segmentation, machine translation and the aligners."""
