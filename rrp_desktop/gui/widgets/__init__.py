"""The building blocks of the window: small widgets that paint themselves from `gui/theme.py`, one idea a module.

Each takes its words already translated and carries its own accessible name.  A widget, or a layout of `layout.py`, that
keeps sizes or fonts has `restyle()`, which the theme calls when it changes; what is only painted needs nothing.
"""
