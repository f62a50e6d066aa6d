#!/bin/bash
# title: Asks nobody and looks at what listens
# loses: none
# local services by ss
set -u
ports=(8080:api 9090:prometheus 3000:grafana)
log_file="$(dirname "$0")/network_monitor.log"
say() { echo "$(date '+%F %T') $1" >> "$log_file"; }
cycle() {
  say "connections established: $(ss -H -t state established | wc -l)"
  for entry in "${ports[@]}"; do
    if ss -Htln "sport = :${entry%%:*}" | grep -q .; then say "service ${entry##*:} (${entry%%:*}): running"; else say "service ${entry##*:} (${entry%%:*}): NOT running"; fi
  done
}
main() { while cycle; do sleep 10; done; }
main "$@"
