"""Copy releases to a bucket or another folder, from which a web server shows them; `published/` stays what holds."""
