"""A watched folder gives each complete file once, and again when it has changed."""

from pathlib import Path
from threading import Event

from deployments.inbox.watched_folder import complete_files


def test_files_there_arriving_and_changed_come_once_each(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1")
    (tmp_path / ".part").write_text("unfinished")
    (tmp_path / "folder").mkdir()
    stop = Event()
    files = complete_files(tmp_path, settle_seconds=0.05, stop=stop)
    assert next(files).name == "a.csv"
    (tmp_path / "b.csv").write_text("2")
    assert next(files).name == "b.csv"
    (tmp_path / "a.csv").write_text("longer")
    assert next(files).name == "a.csv"
    stop.set()
    assert list(files) == []
