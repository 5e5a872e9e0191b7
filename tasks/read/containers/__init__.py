"""What a delivery is packed in: gzip, ZIP, or nothing."""
