"""The case file (预警劝阻处置卷) on paper: everything of a case as one PDF, and the record of who printed it."""
