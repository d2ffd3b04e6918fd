from mirinter_core.errors import did_you_mean


def test_only_a_name_that_is_near_is_guessed():
    assert did_you_mean("lncrnasnp", ["mirnet", "lncrnasnp2"]) == " Did you mean 'lncrnasnp2'?"
    assert did_you_mean("x", ["mirnet", "lncrnasnp2"]) == ""
    assert did_you_mean("x", []) == ""
