import re
from pathlib import Path

import pytest

import expectations.polars_engine

README = Path(expectations.polars_engine.__file__).with_name("README.md")


def test_the_lines_of_the_readme_run(capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```\n+```text\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for code, printed in blocks:
        exec(compile(code, str(README), "exec"), {})
        assert capsys.readouterr().out == printed
