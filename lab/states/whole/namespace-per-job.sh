# title: Two training jobs run, each in a network namespace of its own
# trips: none
# base: ufw-namespaces
# bonus: bonus.namespace-per-job
set -eu
for job in ml-training ml-serving; do
  systemd-run --quiet --unit "job-$job" -p User=student -p NetworkNamespacePath="/run/netns/$job" sleep infinity
done
