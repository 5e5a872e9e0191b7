"""Pictures within a page: a trend, a waterfall, men and women by age, and the map of the nation."""
