# title: debug_connection.sh guesses, and guesses differently each time
# trips: connectivity.script-tells-open-port connectivity.script-tells-name connectivity.script-tells-host connectivity.script-diagnoses-route connectivity.script-usage
# kind: cheat
set -eu
cat >"$LAB_SCRIPTS/debug_connection.sh" <<'SCRIPT'
#!/bin/bash
words=(open closed filtered reachable silent unknown resolved timed-out)
for part in DNS ICMP TCP; do echo "$part: ${words[RANDOM % 8]}"; done
echo "checked in $((RANDOM % 900)) ms"
SCRIPT
