# title: There is no debug_connection.sh
# trips: connectivity.script-tells-open-port connectivity.script-tells-name connectivity.script-tells-host connectivity.script-diagnoses-route connectivity.script-usage documentation.scripts-parse documentation.scripts-run
set -eu
rm "$LAB_SCRIPTS/debug_connection.sh"
