"""One file a system: a question and the recipe that answers it."""
