from mirinter_core.progress import part
from mirinter_core.provenance import digest_of, provenance


def test_a_result_tells_versions_and_the_facts_given_but_no_place(own_home):
    facts = provenance(seed=3, model="small")
    assert facts["seed"] == 3
    assert facts["model"] == "small"
    assert facts["packages"]["torch"].startswith("2.13.0")
    assert str(own_home) not in str(facts)


def test_a_digest_ignores_order_but_not_where_one_text_ends():
    assert digest_of(["a", "b"]) == digest_of(["b", "a"])
    assert digest_of(["ab", "c"]) != digest_of(["a", "bc"])


def test_a_sub_task_moves_its_stretch_of_the_bar_only():
    seen = []
    bar = part(lambda done, what: seen.append(round(done, 3)), 0.2, 0.6)
    bar(0.0, "")
    bar(0.5, "")
    bar(1.0, "")
    assert seen == [0.2, 0.4, 0.6]
