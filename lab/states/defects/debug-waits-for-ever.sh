# title: debug_connection.sh without arguments waits for something that never comes
# trips: connectivity.script-usage
set -eu
sed -i 's/^    echo "Usage.*/    exec tail -f \/dev\/null/' "$LAB_SCRIPTS/debug_connection.sh"
