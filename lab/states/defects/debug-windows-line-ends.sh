# title: debug_connection.sh was saved with Windows line ends
# trips: connectivity.script-tells-open-port connectivity.script-tells-name connectivity.script-tells-host connectivity.script-diagnoses-route connectivity.script-usage documentation.scripts-parse documentation.scripts-run
set -eu
sed -i 's/$/\r/' "$LAB_SCRIPTS/debug_connection.sh"
