"""What must hold before a release is switched to: figures, files, amounts."""
