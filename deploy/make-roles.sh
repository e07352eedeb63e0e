#!/usr/bin/env bash
# Run by PostgreSQL's image when its folder is new: the role that owns the tables, and the one that serves requests.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" \
  --set owner="$ACCRUE_OWNER_PASSWORD" --set app="$ACCRUE_APP_PASSWORD" <<'SQL'
CREATE ROLE accrue_owner LOGIN PASSWORD :'owner';
CREATE ROLE accrue_app LOGIN PASSWORD :'app';
CREATE DATABASE accrue OWNER accrue_owner ENCODING 'UTF8' TEMPLATE template0;
SQL
