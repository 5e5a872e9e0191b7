"""`ucj audit FILE`: does a table of published figures add up?"""

import json
from dataclasses import asdict
from pathlib import Path

import typer

from deployments.console.exit_codes import Exit
from tasks.operations.audit.audit import audit
from tasks.operations.audit.table import read_table


def audit_file(file: Path, *, as_json: bool) -> int:
    """Print what does not add up; 0 = everything does, 1 = something does not."""
    lines = read_table(file)
    findings = audit(lines)
    if as_json:
        typer.echo(json.dumps({"lines": len(lines), "findings": [asdict(one) for one in findings]}, indent=2))
    else:
        for finding in findings:
            typer.echo(f"baris/line {finding.line}  {finding.region}  [{finding.code}]")
            typer.echo(f"    {finding.text_id}\n    {finding.text_en}")
        checked = f"{len(lines)} baris diperiksa, {len(findings)} temuan / lines checked, findings"
        typer.echo(checked)
    return Exit.ROWS_REJECTED if findings else Exit.GOOD
