"""The kinds of run: one file a verb; see `mirinter_core.runs.job` for what a file must define."""
