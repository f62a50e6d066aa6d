#!/bin/bash
# title: Prints every sample and names none: a percentile is among them, unsaid
# loses: performance.latency-percentiles
ping -c 100 $1
ping -c 100 $1 | awk -F'time=' '/time=/{print $2}' | sort -n
