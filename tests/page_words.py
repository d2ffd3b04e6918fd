"""What a page says, as a reader sees it."""

from streamlit.testing.v1 import AppTest


def said(page: AppTest) -> str:
    """All that the page says in words; what only keeps Markdown from acting is left out."""
    boxes = [
        *(*page.title, *page.error, *page.warning, *page.info),
        *(*page.success, *page.markdown, *page.caption),
    ]
    return "\n".join(box.value for box in boxes).replace("\\", "").replace("\u2060", "")
