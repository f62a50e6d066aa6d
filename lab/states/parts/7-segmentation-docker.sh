# Task 7.2 of the exercise: three tiers as Docker networks. Port 8080 of the machine belongs to the model API of task 1,
# so nothing is published here: the tiers do not need it.
set -eu
docker network create --subnet=172.20.0.0/16 ml-frontend >/dev/null
docker network create --subnet=172.21.0.0/16 ml-backend >/dev/null
docker network create --subnet=172.22.0.0/16 ml-data >/dev/null
docker run -d --restart unless-stopped --name ml-api --network ml-frontend --ip 172.20.0.10 hashicorp/http-echo -text="ML API" >/dev/null
docker run -d --restart unless-stopped --name feature-store --network ml-backend --ip 172.21.0.10 redis:7-alpine >/dev/null
docker run -d --restart unless-stopped --name model-db --network ml-data --ip 172.22.0.10 -e POSTGRES_PASSWORD=secret postgres:15 >/dev/null
docker network connect ml-backend ml-api
docker network connect ml-data ml-api

cat >>"$LAB_REPORT" <<REPORT
## Task 7: Network segmentation

Three tiers, each a Docker network; the API stands in all of them, the store and the database in one each:

\`\`\`
\$ docker network ls
$(docker network ls)
\$ docker ps --format 'table {{.Names}}\t{{.Networks}}\t{{.Status}}'
$(docker ps --format 'table {{.Names}}\t{{.Networks}}\t{{.Status}}')
\$ docker network inspect ml-backend
$(docker network inspect ml-backend)
\$ docker exec feature-store ping -c 2 172.21.0.2
$(docker exec feature-store ping -c 2 172.21.0.2 2>&1 || :)
\$ docker exec feature-store ping -c 1 -W 1 172.22.0.10
$(docker exec feature-store ping -c 1 -W 1 172.22.0.10 2>&1 || :)
\`\`\`

The feature store and the API reach each other, the feature store and the database do not.

REPORT
