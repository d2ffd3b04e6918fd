"""From results to pictures: each function takes a result and returns a figure."""
