#!/bin/bash
# title: Wants a number of packets as well; Spanish words
# loses: none
if [ $# -ne 2 ]; then echo "usage: $0 host count"; exit 64; fi
out=$(timeout 120 ping -c"$2" -i.2 -D "$1")
echo "$out" | awk -F'time=' '/time=/{print $2+0}' | sort -n | awk '
 {x[NR]=$1; t+=$1}
 END{print "Mín", x[1]; print "Mediana", (NR%2? x[(NR+1)/2] : (x[NR/2]+x[NR/2+1])/2);
 print "Percentil 95", x[int(NR*.95+.5)]; print "Percentil 99", x[int(NR*.99+.5)]; print "Máx", x[NR]; print "Promedio", t/NR}'
echo "Pérdida: $(echo "$out" | grep -o '[0-9.]*% packet loss' | cut -d% -f1) %"
