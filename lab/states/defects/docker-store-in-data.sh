# title: The feature store stands in the data tier as well
# trips: segmentation.isolation-holds
# base: ufw-docker
set -eu
docker network connect ml-data feature-store
