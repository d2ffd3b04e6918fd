"""mirinter: which non-coding RNAs may a microRNA bind, why, and how far to trust it.

The rooms, from the ground up; a room imports only from rooms below it, and the
layer contracts in ``pyproject.toml`` hold it to that:

====================  ===========================================================
``errors``            what a user can mend
``registry``          parts found by file name
``progress``          how long work says how far it is, and how it is stopped
``provenance``        versions, device, seed and data behind every result
``home``              the folders on disk, written whole or not at all
``recipe``            what a model is, as data
``system``            what a question is; one file a question in ``systems/``
``molecules/``        what a sequence is
``datasets/``         what is known: catalogues, pairs, splits
``embedding/``        from letters to vectors
``pairing/``          where two RNAs pair
``models/``           from evidence to a score
``tasks/``            the verbs: embed, train, evaluate, screen, explain
``figures/``          from results to pictures
``runs/``             work that lasts: a folder a run
``web/``              the only room that knows Streamlit
``cli/``              the command line, one file a verb
====================  ===========================================================
"""

__version__ = "0.1.0"
