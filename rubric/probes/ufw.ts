import { defineProbe } from '../probe.ts';

/** What ufw says of itself; the kernel's own rules decide. */
export interface Ufw {
  active: boolean;
  /** By its word, what no rule allows is denied or rejected. */
  denies: boolean;
  /** True where something loads rules at boot: ufw, nftables, netfilter-persistent, or a file of the student's own. */
  survivesReboot: boolean;
}

/** `ufw status verbose` (ufw(8)), and what loads rules at boot. */
export const ufw = defineProbe({
  id: 'ufw',
  runAs: 'root',
  tools: ['ufw'],
  command: `for unit in ufw nftables netfilter-persistent; do
  [ "$(systemctl is-enabled $unit 2>/dev/null)" = enabled ] && echo "boots $unit"
done
grep -q '^ENABLED=yes' /etc/ufw/ufw.conf 2>/dev/null && echo 'boots ufw.conf'
grep -rlsqE 'ip6?tables-restore|nft -f|ufw.*enable' /etc/systemd/system /etc/network /etc/networkd-dispatcher /etc/rc.local /etc/crontab /etc/cron.d /var/spool/cron && echo 'boots own'
command -v ufw >/dev/null || exit 0
# Even to tell its status it writes a lock file below /run.
exec unshare --mount sh -c 'mount -n -t tmpfs netgrader /run && exec ufw status verbose'`,
  timeoutSeconds: 10,
  parse(output): Ufw {
    const boots = [...output.stdout.matchAll(/^boots (\S+)$/gm)].map(([, unit]) => unit);
    return {
      denies: /^Default: (?:deny|reject) \(incoming\)/m.test(output.stdout),
      active: /^Status: active$/m.test(output.stdout),
      survivesReboot: boots.includes('own') || boots.includes('nftables') || boots.includes('netfilter-persistent') || (boots.includes('ufw') && boots.includes('ufw.conf')),
    };
  },
});
