"""`ucj audit FILE`: does a table of published figures add up?"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from deployments.commands.options import AsJson
from deployments.console.exit_codes import Exit

app = typer.Typer(rich_markup_mode=None)


@app.command("audit")
def audit_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV of published figures, one a line.")],
    as_json: AsJson = False,
) -> None:
    """Check whether a table of published figures adds up.

    Rates, gaps, segments, changes, ranks. Ends with 0 when everything recomputes, 1 when something does not.
    """
    from tasks.operations.audit.audit import audit
    from tasks.operations.audit.table import read_table

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
    raise typer.Exit(Exit.ROWS_REJECTED if findings else Exit.GOOD)
