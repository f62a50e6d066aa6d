# title: The service of the report no longer runs
# trips: interfaces.service-answers
set -eu
systemctl --quiet disable --now model-api
