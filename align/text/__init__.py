"""Texts: the language of each, its sentences, its stems and its n-grams."""
