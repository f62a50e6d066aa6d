# title: The API did not start, because its port belongs to a service of the machine
# trips: segmentation.segments-connected
# base: ufw-docker
set -eu
docker rm -f ml-api >/dev/null
docker run -d --name ml-api --network ml-frontend --ip 172.20.0.10 -p 8080:8080 hashicorp/http-echo -text="ML API" 2>/dev/null && exit 1
docker network connect ml-backend ml-api
docker network connect ml-data ml-api
