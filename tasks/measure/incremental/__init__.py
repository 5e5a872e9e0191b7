"""What was counted before and need not be counted again; without this folder everything is as right, but slower."""
