"""Every flag says what it means in both languages, and codes are joined in one way."""

from warehouse.figures.flags import FLAG_TEXTS, Flag, join_flags


def test_every_flag_has_its_texts() -> None:
    assert set(FLAG_TEXTS) == set(Flag)
    texts = [text for both in FLAG_TEXTS.values() for text in (both.id, both.en)]
    assert len(set(texts)) == 2 * len(Flag)
    assert all(text.endswith(".") and len(text) > 30 for text in texts)


def test_codes_are_sorted() -> None:
    assert join_flags([Flag.OVER_100, Flag.CARRIED_FORWARD, Flag.OVER_100]) == "carried_forward;over_100"
    assert join_flags([]) == ""
