#!/bin/sh
# Makes the server's own role, which is no superuser and may make the roles that questions run as, and its database.
set -eu
psql --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set=password="$(cat /run/secrets/bellwether-password)" <<'SQL'
create role bellwether login createrole password :'password';
create database bellwether owner bellwether;
SQL
