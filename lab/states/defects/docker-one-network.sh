# title: All containers share one network
# trips: segmentation.segments-connected segmentation.isolation-holds
# base: ufw-docker
set -eu
docker network disconnect ml-data model-db
docker network connect ml-backend model-db
docker network disconnect ml-frontend ml-api
docker network disconnect ml-data ml-api
