#!/bin/sh
# title: One table by awk with a sort of its own and linear interpolation
# loses: none
# one table
host="$1"; n="${COUNT:-100}"
ping -q -c 3 "$host" >/dev/null
ping -c "$n" -i 0.2 "$host" | awk '
function pct(p,   h, k) { h = (m - 1) * p + 1; k = int(h); return a[k] + (h - k) * (a[k + 1] - a[k]) }
/time=/ { split($0, f, "time="); split(f[2], g, " "); a[++m] = g[1] + 0; s += g[1] }
/packet loss/ { for (i = 1; i <= NF; i++) if ($i ~ /%/) loss = $i }
END {
  for (i = 2; i <= m; i++) { v = a[i]; j = i - 1; while (j > 0 && a[j] > v) { a[j + 1] = a[j]; j-- } a[j + 1] = v }
  a[m + 1] = a[m]
  printf "%8s %8s %8s %8s %8s %8s %6s\n", "Min", "P50", "P95", "P99", "Max", "Avg", "Loss"
  printf "%8.1f %8.1f %8.1f %8.1f %8.1f %8.1f %6s\n", a[1], pct(.5), pct(.95), pct(.99), a[m], s / m, loss
}'
