# title: debug_connection.sh asks for sh, which knows neither [[ nor its comparison
# trips: documentation.scripts-run
set -eu
sed -i -e '1s/bash/sh/' -e 's/if \[ -z "$TARGET_HOST" \]/if [[ -z "$TARGET_HOST" ]]/' "$LAB_SCRIPTS/debug_connection.sh"
