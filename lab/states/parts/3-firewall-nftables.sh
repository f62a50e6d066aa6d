# Task 3 of the exercise with nftables: one table for both families, sets, a rate on SSH, rejects at the end, loaded by its service.
set -eu
cat >/etc/nftables.conf <<'NFT'
#!/usr/sbin/nft -f
flush ruleset

table inet platform {
	set services {
		type inet_service
		elements = { 3000, 8080, 9090 }
	}

	set internal {
		type ipv4_addr
		flags interval
		elements = { 172.20.0.0/16, 192.168.1.0/24 }
	}

	chain incoming {
		type filter hook input priority filter; policy drop;

		iifname "lo" accept
		ct state vmap { established : accept, related : accept, invalid : drop }
		meta l4proto { icmp, ipv6-icmp } accept
		tcp dport 22 jump ssh
		tcp dport @services accept
		ip saddr @internal tcp dport { 5432, 6379 } accept
		limit rate 5/minute log prefix "nft-dropped: "
		counter reject
	}

	chain ssh {
		ct state new limit rate 12/minute burst 6 packets accept
		counter drop
	}
}
NFT
systemctl --quiet enable nftables
systemctl restart nftables
install -o student -g student -m 644 /etc/nftables.conf "$LAB_CONFIG/ufw_rules.txt"

cat >>"$LAB_REPORT" <<REPORT
## Aufgabe 3: Firewall (nftables)

\`\`\`console
student@$(hostname):~\$ sudo nft list ruleset
$(nft list ruleset)
\`\`\`

1. Port 22 (SSH) ist offen, aber auf 12 neue Verbindungen pro Minute beschränkt: das bremst Leute, die Passwörter raten.
2. Die Ports 8080, 9090 und 3000 sind für alle offen, weil Anwendungen die API und Kollegen die Anzeigen brauchen.
3. PostgreSQL (5432) und Redis (6379) sind nur für die internen Netze offen, alles andere wird abgewiesen und protokolliert.

REPORT
