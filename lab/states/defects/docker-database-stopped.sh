# title: The database does not run
# trips: segmentation.isolation-holds
# base: ufw-docker
set -eu
docker stop -t 0 model-db >/dev/null
