"""From letters to vectors: encoders, pooling, and the store that keeps vectors."""
