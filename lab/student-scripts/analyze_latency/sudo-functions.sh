#!/bin/bash
# title: Functions, sudo, absolute counts of lost packets
# loses: none
TARGET="$1"
COUNT=50
LOG=/tmp/latency_$$.txt
collect() { sudo ping -c $COUNT -i 0.1 -W 1 "$TARGET" > $LOG 2>&1; }
stat() {
  grep -oP 'time=\K[0-9.]+' $LOG | sort -g > $LOG.sorted
  TOTAL=$(wc -l < $LOG.sorted)
  line() { sed -n "${1}p" $LOG.sorted; }
  echo "Minimum latency : $(line 1) ms"
  echo "50th percentile : $(line $(( (TOTAL + 1) / 2 ))) ms"
  echo "95th percentile : $(line $(( (TOTAL * 95 + 50) / 100 ))) ms"
  echo "99th percentile : $(line $(( (TOTAL * 99 + 50) / 100 ))) ms"
  echo "Maximum latency : $(tail -1 $LOG.sorted) ms"
  echo "Average latency : $(awk '{s+=$1} END {printf "%.3f", s/NR}' $LOG.sorted) ms"
  LOST=$((COUNT - TOTAL))
  echo "Lost packets    : $LOST of $COUNT ($(echo "scale=1; 100*$LOST/$COUNT" | bc)%)"
}
collect; stat; rm -f $LOG $LOG.sorted
