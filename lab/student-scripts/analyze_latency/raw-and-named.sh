#!/bin/bash
# title: Shows the raw output and all samples, then names its figures
# loses: none
# shows the raw output as well
f=$HOME/ping.log
ping -c 100 $1 | tee $f
vals=$(awk -F'[= ]' '/time=/{for(i=1;i<=NF;i++)if($i=="time")print $(i+1)}' $f | sort -n)
echo; echo "Sorted samples:"; echo $vals
n=$(echo "$vals" | wc -l)
g() { echo "$vals" | sed -n "$(( (n*$1+99)/100 ))p"; }
echo "median=$(g 50) p95=$(g 95) p99=$(g 99)"
awk -F/ '/^rtt/{print "min="$4+0; print "avg="$5; print "max="$6}' $f | sed 's/min=0/min=/'
awk '/^rtt/{split($4,q,"/"); printf "best %s, mean %s, worst %s\n",q[1],q[2],q[3]}' $f
grep -o '[0-9.]*% packet loss' $f
