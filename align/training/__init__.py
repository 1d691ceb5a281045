"""Training: MarianMT checkpoints made and fine-tuned with torch."""
