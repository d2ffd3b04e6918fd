from mirinter_core.datasets.in_words import few, few_lines, few_pairs


def test_long_lists_are_cut_short():
    assert few(["a", "b"]) == "a, b"
    assert few(list("abcdefg")) == "a, b, c, d, e and 2 more"
    assert few_pairs([("a", "x")] * 5) == "a with x; a with x; a with x and 2 more"
    assert few_lines(range(1, 9)) == " (lines 1, 2, 3, 4, 5 and 3 more)"


def test_lines_that_are_not_known_are_not_told():
    assert few_lines([]) == ""
    assert "line" not in few_pairs([("a", "x")])
