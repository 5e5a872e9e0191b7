"""`python -m deployments` is `ucj`."""

from deployments.cli import main

main()
