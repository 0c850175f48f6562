"""PDFs: template, filling, reading back, preview. No Qt."""
