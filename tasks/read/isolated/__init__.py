"""Deliveries are opened in processes of their own, with limits on memory, time and files: none can end a run."""
