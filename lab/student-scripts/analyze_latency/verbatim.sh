#!/bin/bash
# title: The exercise’s own
# loses: none
# Analyze network latency issues

TARGET="$1"

echo "=== Latency Analysis for $TARGET ==="

# Measure round-trip time
echo -e "\n[1] RTT Measurement (100 pings):"
ping -c 100 -i 0.2 $TARGET 2>&1 | tail -n 2

# Identify if latency is consistent or variable
echo -e "\n[2] Latency Distribution:"
ping -c 50 $TARGET | grep 'time=' | awk -F'time=' '{print $2}' | awk '{print $1}' | sort -n | awk '
    BEGIN { sum=0; count=0; }
    {
        values[count]=$1;
        sum+=$1;
        count++;
    }
    END {
        print "Min:  " values[0] " ms"
        print "P50:  " values[int(count*0.5)] " ms"
        print "P95:  " values[int(count*0.95)] " ms"
        print "P99:  " values[int(count*0.99)] " ms"
        print "Max:  " values[count-1] " ms"
        print "Avg:  " sum/count " ms"
    }
'

# Check for packet loss
echo -e "\n[3] Packet Loss Test:"
ping -c 100 -i 0.1 $TARGET | grep 'packet loss'

# Identify network hops causing delay
echo -e "\n[4] Per-Hop Latency:"
mtr --report --report-cycles 10 $TARGET 2>/dev/null || traceroute $TARGET

echo -e "\n=== Analysis Complete ==="
