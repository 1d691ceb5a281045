"""Machine translation: checkpoints by name, the engines that run them, and translators over both."""
