"""What is passed on to other organisations: their side of it, which never shows a report."""
