"""Reports of a small world, made by the app's own evaluation, where pages look for them."""

from dataclasses import replace
from functools import cache

from mirinter_core import home
from mirinter_core.runs import state as states
from mirinter_core.runs.run import create
from mirinter_core.system import SYSTEMS
from mirinter_core.tasks.evaluate import Question, evaluate
from tests.worlds import seed_world

WORLD = "seed-world"
PROTOCOLS = ("denovo-family", "pair")


def _recipes():
    known = SYSTEMS.get("mirna_ncrna").recipes
    fit = replace(known["small"].fit, epochs=4, batch_size=64, patience=4)
    options = {"width": 16, "match": 4}
    small = replace(known["small"], name="evidence", fit=fit, threads=1, network_options=options)
    return {"evidence": small, "baselines": known["baselines"]}


@cache
def _report(recipe, protocol):
    made = _recipes()[recipe]
    (found,) = evaluate([seed_world(20, 60).table], made, Question(protocol, 3))
    return found


def summary(recipe="evidence", protocol="denovo-family", **changes):
    """A report's summary, with what a test wants to be otherwise."""
    found = _report(recipe, protocol)
    command = f"python -m mirinter_core evaluate {WORLD} --recipe {recipe} --protocol {protocol}"
    return {**found.summary, "variant": "", "command": command, **changes}


def beside_model(*summaries, model="evidence"):
    """Lay reports beside a model of the user's."""
    for found in summaries:
        name = f"{found['dataset']['data_digest'][:8]}-{found['protocol']}.json"
        _save(found, home.home() / "models" / model / "reports" / name)


def as_run(*summaries, state=states.DONE, verb="evaluate"):
    """Leave reports as a finished evaluation does."""
    run = create(verb, {"datasets": [WORLD]})
    for found in summaries:
        _save(found, run.folder / f"{found['dataset']['name']}-{found['protocol']}.json")
    states.write(run.folder, states.State(state=state))
    return run


def lay_out():
    """The default model under two protocols, and the rules as a run."""
    for protocol in PROTOCOLS:
        beside_model(summary(protocol=protocol))
        as_run(summary("baselines", protocol))


def _save(found, path):
    replace(_report("baselines", "pair"), summary=found).save(path, scores=False)
