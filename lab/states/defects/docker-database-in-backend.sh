# title: The database stands in the back end as well
# trips: segmentation.isolation-holds
# base: ufw-docker
set -eu
docker network connect ml-backend model-db
