"""One file a slow rule: what one must do stands in `mirinter_core.tasks.slow_rule`."""
