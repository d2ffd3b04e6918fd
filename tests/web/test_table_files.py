from streamlit.testing.v1 import AppTest


def _page():
    from mirinter_core.web.table_files import table_files

    table_files("Plate", ["tsv", "xlsx"], lambda kind: kind.encode(), file="mine", key="p")


def test_a_table_has_a_button_for_each_format_and_is_written_only_when_one_is_pressed():
    page = AppTest.from_function(_page).run()
    assert not page.exception
    assert [b.label for b in page.get("download_button")] == ["Plate, TSV", "Plate, XLSX"]
