"""Make texts from outside safe to show: mask long numbers, escape, and show only known words of free text."""
