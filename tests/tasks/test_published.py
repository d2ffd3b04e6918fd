from mirinter_core.tasks.published import COLUMNS, OTHER_QUESTIONS, PUBLISHED, table


def test_every_published_figure_names_its_data_its_test_and_its_source():
    for paper in (*PUBLISHED, *OTHER_QUESTIONS):
        assert paper.data
        assert paper.test
        assert paper.source
        assert paper.auroc or paper.auprc or paper.other


def test_figures_are_as_the_papers_print_them():
    found = {(p.method, p.auroc, p.auprc) for p in PUBLISHED}
    assert ("SPMLMI", "0.9458 ± 0.0038", "0.5667 ± 0.0152") in found
    assert ("SPMLMI", "0.5278", "0.0077") in found
    assert ("ncRNA-CUPID, average", "0.919", "0.364") in found


def test_the_table_has_a_row_a_figure():
    found = table(PUBLISHED)
    assert len(found) == len(PUBLISHED)
    assert [found.index.name, *found.columns] == list(COLUMNS.values())
