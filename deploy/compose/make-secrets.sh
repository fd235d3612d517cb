#!/bin/sh
# Makes the secrets of compose.yaml, once: passwords of the database's superuser and of the server's role, and the server's address of it.
set -eu
folder=${1:-$(dirname "$0")/secrets}
if [ -e "$folder" ]; then
  echo "$folder is there already: its secrets are those of the database. Nothing was changed." >&2
  exit 1
fi
password() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
# The folder is for its owner alone; each file is mounted by itself and read by the users of the containers.
mkdir -m 700 "$folder"
umask 022
password > "$folder/superuser-password"
bellwether=$(password)
printf '%s' "$bellwether" > "$folder/bellwether-password"
printf 'postgres://bellwether:%s@database:5432/bellwether' "$bellwether" > "$folder/database-url"
