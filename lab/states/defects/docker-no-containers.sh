# title: The networks have no containers
# trips: segmentation.segments-connected segmentation.isolation-holds
# base: ufw-docker
set -eu
docker rm -f ml-api feature-store model-db >/dev/null
