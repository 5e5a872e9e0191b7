"""The pages of a release as a whole: what changed, data quality, method, downloads and history."""
