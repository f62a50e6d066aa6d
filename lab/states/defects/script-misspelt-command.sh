# title: The last line of analyze_latency.sh calls ehco, and the script ends with what the shell says of it
# trips: documentation.scripts-run
set -eu
sed -i '$s/echo/ehco/' "$LAB_SCRIPTS/analyze_latency.sh"
tail -n 1 "$LAB_SCRIPTS/analyze_latency.sh" | grep -q ehco
