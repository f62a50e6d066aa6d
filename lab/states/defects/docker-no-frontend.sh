# title: There is no network for the front end
# trips: segmentation.segments-exist segmentation.segments-connected
# base: ufw-docker
set -eu
docker network disconnect ml-frontend ml-api
docker network rm ml-frontend >/dev/null
