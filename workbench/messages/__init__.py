"""Messages as people read them: catalogues of translations, and the language that somebody wants."""
