"""The pages of a release: of the nation, of each province and regency, and of the release as a whole."""
