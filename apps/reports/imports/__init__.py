"""Reading what other systems know of reports."""
