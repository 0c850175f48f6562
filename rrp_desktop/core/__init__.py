"""Values and functions: no Qt, no files, no PDF."""
