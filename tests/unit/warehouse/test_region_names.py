"""A region is found by its code and by its name as people write it, and never guessed."""

import pytest

from warehouse.dimensions.region_names import RegionUnknown, region_named


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("72.05", "72.05"),
        ("72", "72"),
        ("ID", "ID"),
        ("id", "ID"),
        ("indonesia", "ID"),
        ("Kabupaten Buol", "72.05"),
        (" kab.  buol ", "72.05"),
        ("BUOL", "72.05"),
        ("toli toli", "72.04"),
        ("Kota Bogor", "32.71"),
        ("kab bogor", "32.01"),
        ("Provinsi Gorontalo", "75"),
        ("kota administrasi jakarta pusat", "31.71"),
        ("Jakarta Pusat", "31.71"),
        ("Kotabaru", "63.02"),
    ],
)
def test_what_is_unambiguous_is_found(text: str, code: str) -> None:
    assert region_named(text)[0] == code


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Bogor", "32.01 Kabupaten Bogor, 32.71 Kota Bogor: give the code"),
        ("Gorontalo", "75 Gorontalo, 75.01 Kabupaten Gorontalo, 75.71 Kota Gorontalo: give the code"),
        ("Boul", "72.05 Kabupaten Buol"),
        ("Kota Buol", "No region of today has this code or name"),
        ("Kota Baru", "63.02 Kabupaten Kotabaru"),
        ("7205", "give a code of Kemendagri"),
        ("64.06", "64.06 is the earlier code of 65.02 Kabupaten Malinau: give the code of today"),
        ("72.99", "give a code of Kemendagri"),
        ("", "give a code of Kemendagri"),
    ],
)
def test_everything_else_is_refused_with_what_may_be_meant(text: str, says: str) -> None:
    with pytest.raises(RegionUnknown, match=says):
        region_named(text)


@pytest.mark.parametrize("text", ["3201014501900001", "Siti Aminah"])
def test_what_may_be_a_persons_is_not_repeated(text: str) -> None:
    with pytest.raises(RegionUnknown) as told:
        region_named(text)
    assert text not in str(told.value)
