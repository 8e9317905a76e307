"""Page numbers as people write them."""

from dossier.flows.page_numbers import numbers_text


def test_runs_of_pages_are_drawn_together() -> None:
    assert numbers_text([4, 2, 3, 7]) == "2–4、7"
    assert numbers_text([1]) == "1"
    assert numbers_text([]) == ""
