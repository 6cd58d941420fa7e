"""The only writers of people, organisations, roles and second factors."""
