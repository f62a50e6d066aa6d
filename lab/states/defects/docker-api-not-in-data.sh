# title: The API was not attached to the data tier
# trips: segmentation.segments-connected
# base: ufw-docker
set -eu
docker network disconnect ml-data ml-api
