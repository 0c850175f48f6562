"""Files: drafts, atomic writing, recovery. No Qt."""
