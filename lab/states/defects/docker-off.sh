# title: Docker was stopped, and with it went the containers
# trips: segmentation.segments-exist segmentation.segments-connected segmentation.isolation-holds
# base: ufw-docker
set -eu
docker stop -t 0 ml-api feature-store model-db >/dev/null
systemctl stop docker.socket docker
