"""What can be wrong with settings before their values are looked at."""


class SettingsFileError(Exception):
    """`ucj.toml` cannot be read; the message names the file and the place."""


class SettingGivenTwice(SettingsFileError):
    """One source gives a setting under its earlier and its present name; the message names both, no value."""


class EarlierNames(FutureWarning):
    """Settings are given under names of earlier versions, which are still read; the text names the present ones."""
