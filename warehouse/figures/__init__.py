"""What is published: tables, columns, metrics and flags as declarations, without SQL, input or output."""
