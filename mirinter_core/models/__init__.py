"""From evidence to a score: networks, their fitting, and their files."""
