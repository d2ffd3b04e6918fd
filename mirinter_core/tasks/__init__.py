"""The verbs: embed, train, evaluate, screen, explain."""
