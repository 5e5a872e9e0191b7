"""The `ucj` command, also as `python -m ucj_coverage`."""

from deployments.cli import main

if __name__ == "__main__":
    main()
