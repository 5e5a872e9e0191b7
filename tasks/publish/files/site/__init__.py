"""A page for each province and regency: everything a release says of it, in tables, findings and three charts."""
