"""Training as a person starts it: from a recipe or by fine-tuning, with its progress, its card and its curve."""
