"""Commands of the group Look: they tell, and change nothing but which alarms are known."""
