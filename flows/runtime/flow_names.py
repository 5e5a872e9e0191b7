"""The flows there are, by name; the deployments on a server bear the same names."""

RUN_DAILY = "run-daily"
INGEST_INBOX = "ingest-inbox"
PUBLISH_RELEASE = "publish-release"
REPROCESS = "reprocess"
MAINTAIN = "maintain"
BACKFILL = "backfill"
CHECK_ALARMS = "check-alarms"

WATCHED = (RUN_DAILY, INGEST_INBOX, PUBLISH_RELEASE, REPROCESS, MAINTAIN, BACKFILL)
FLOWS = (*WATCHED, CHECK_ALARMS)
