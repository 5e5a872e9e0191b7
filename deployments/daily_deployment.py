"""The deployment `run-daily` on the server that `PREFECT_API_URL` names: `python -m deployments.daily_deployment`.

A process of its own, so that it can be ended by an interrupt: Prefect's runner does not end cleanly on SIGTERM.
"""

from prefect.schedules import Cron

from flows.run_daily import run_daily

CRON, TIMEZONE = "0 5 * * *", "Asia/Jakarta"


def serve_daily() -> None:
    """Deploy and work off the runs, one at a time, until interrupted."""
    run_daily.serve(
        name="run-daily",
        schedule=Cron(CRON, timezone=TIMEZONE),
        description="Take, check, load and publish what the branches delivered.",
        tags=["ucj"],
        limit=1,
        pause_on_shutdown=False,
        print_starting_message=False,
    )


if __name__ == "__main__":
    serve_daily()
