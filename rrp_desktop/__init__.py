"""RRP Desktop: fill, check, review and export self-assessments of operating models, offline."""

__version__ = "0.1.0"
