"""Reporting a problem: one question a page, a draft from the first answer."""
