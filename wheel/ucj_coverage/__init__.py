"""UCJ coverage as one package, which is how the wheel has it: all other packages lie below it there (ADR 31).

In the repository it holds the entry of the `ucj` command only.
"""
