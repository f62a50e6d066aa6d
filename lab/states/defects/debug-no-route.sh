# title: debug_connection.sh stops after the port
# trips: connectivity.script-diagnoses-route
set -eu
sed -i '/^# 4\. Check route/,/^echo -e "\\n=== Debug Complete/d' "$LAB_SCRIPTS/debug_connection.sh"
