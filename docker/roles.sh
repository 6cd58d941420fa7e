#!/bin/sh
# Runs once, when the database is made: a role for the application that can read and write rows and owns nothing, so
# that it can neither empty a table nor take away the triggers that protect the audit log.
set -e
psql -v ON_ERROR_STOP=1 -v password="$POSTGRES_APP_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE copportal_app LOGIN PASSWORD :'password';
ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO copportal_app;
ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO copportal_app;
SQL
