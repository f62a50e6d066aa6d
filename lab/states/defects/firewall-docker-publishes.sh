# title: Docker publishes PostgreSQL, past every rule of ufw
# trips: firewall.databases-closed
# base: ufw-docker
set -eu
docker run -d --name exposed-db -p 5432:5432 -e POSTGRES_PASSWORD=secret postgres:15 >/dev/null
