"""The contract of each feed (kind of input file), in one module or folder per feed: fields, rules, examples."""
