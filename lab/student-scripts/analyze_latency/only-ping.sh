#!/bin/bash
# title: Leaves it at what ping says
# loses: performance.latency-percentiles
ping -c 20 "$1"
