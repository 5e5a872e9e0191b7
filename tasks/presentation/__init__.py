"""How text leaves the program: what may be shown of what others wrote."""
