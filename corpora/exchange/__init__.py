"""Exchange: pairs brought in, taken out by a recipe, split, and passed between machines."""
