"""The gate on a whole position before it is loaded: a file may be wrong as a whole though each row is fit."""
