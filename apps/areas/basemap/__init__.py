"""The base map as a picture, for pages where scripts do not run: the same ground that static/js/map draws."""
