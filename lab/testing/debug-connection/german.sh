#!/bin/bash
# Fragt nach Rechner und Anschluss.
read -r -p "Rechner: " rechner
read -r -p "Anschluss: " anschluss
[ -n "$rechner" ] && [ -n "$anschluss" ] || { echo "Bitte beides angeben."; exit 1; }
adresse=$(dig +short "$rechner" | tail -n1)
[ -n "$adresse" ] || { echo "Der Name $rechner ist unbekannt."; exit 1; }
echo "Adresse: $adresse"
verlust=$(ping -c 4 -W 1 "$adresse" | grep -oP '\d+(?=% packet loss)')
echo "Paketverlust: $verlust %"
if nc -z -w 4 "$adresse" "$anschluss"; then echo "Anschluss $anschluss ist offen."; else echo "Anschluss $anschluss ist zu."; fi
mtr --report -c 2 -n "$adresse" | tail -n +2
