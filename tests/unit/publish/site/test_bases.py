"""What pages say of each basis."""

from tasks.publish.files.site.bases import ALL_BASES, basis_views
from warehouse.dimensions.closed_lists import BASES


def test_every_basis_is_named_and_explained_in_both_languages() -> None:
    assert tuple(basis.code for basis in ALL_BASES) == BASES
    for basis in ALL_BASES:
        assert all(text.strip() for text in (basis.name, basis.name_en, basis.id, basis.en))
        assert basis.id.endswith(".")
        assert basis.en.endswith(".")
    for words in ("name", "name_en", "id", "en"):
        assert len({getattr(basis, words) for basis in ALL_BASES}) == len(BASES)


def test_official_basis_comes_first_and_bases_that_a_release_lacks_do_not() -> None:
    assert [basis.code for basis in basis_views({"workplace", "nik"})] == ["nik", "workplace"]
    assert [basis.official for basis in basis_views(BASES)] == [True, False, False, False]
