# title: debug_connection.sh lacks a fi
# trips: connectivity.script-tells-open-port connectivity.script-tells-name connectivity.script-tells-host connectivity.script-diagnoses-route connectivity.script-usage documentation.scripts-parse documentation.scripts-run
set -eu
sed -i '0,/^fi$/{/^fi$/d}' "$LAB_SCRIPTS/debug_connection.sh"
