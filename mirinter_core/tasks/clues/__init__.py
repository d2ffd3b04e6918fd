"""One file a clue: what one must do stands in `mirinter_core.tasks.clue`."""
