import { defineProbe } from '../probe.ts';
import { readSections } from './sections.ts';

export interface LoadBalancer {
  program: string;
  /** Groups of backends that the configuration forwards to: the addresses of each. */
  groups: string[][];
  /** Ports that its configuration listens on, and what a request to each was answered with: an HTTP status, `open` or `closed`. */
  answers: { port: number; answer: string }[];
}

/** HAProxy and Nginx that run, in containers too, by the configuration that each process sees as its own. */
export const loadBalancers = defineProbe({
  id: 'load-balancers',
  runAs: 'root',
  phase: 'experiment',
  timeoutSeconds: 8,
  maxBytes: 140_000,
  command: `seen=
for process in /proc/[0-9]*; do
  read -r name <"$process/comm" || continue
  case $name in haproxy) files='etc/haproxy/*.cfg usr/local/etc/haproxy/*.cfg' ;; nginx) files='etc/nginx/nginx.conf etc/nginx/conf.d/*.conf etc/nginx/sites-enabled/*' ;; *) continue ;; esac
  space=$(readlink "$process/ns/mnt")
  case $seen in *"$name$space"*) continue ;; esac
  seen="$seen $name$space"
  echo "@@ $name"
  config=$(cd "$process/root" 2>/dev/null && cat $files 2>/dev/null | head -c 32768)
  printf '%s\\n' "$config" | sed 's/^@@/ @@/'
  ports=$(printf '%s\\n' "$config" | sed -n 's/^[[:space:]]*\\(listen\\|bind\\)[[:space:]]\\{1,\\}\\([^[:space:];]*:\\)\\{0,1\\}\\([0-9]\\{1,5\\}\\).*/\\3/p' | sort -u | head -n 6)
  pid=\${process#/proc/}
  for port in $ports; do
    answer=$(nsenter -t "$pid" -n curl -s -o /dev/null -m 2 -w '%{http_code}' "http://127.0.0.1:$port/" 2>/dev/null)
    [ "\${answer:-000}" != 000 ] || answer=$(nsenter -t "$pid" -n ss -Htln "sport = :$port" | grep -q . && echo open || echo closed)
    echo "@@ answer $port $answer"
  done
done 2>/dev/null
exit 0`,
  parse({ stdout }): LoadBalancer[] {
    const found: LoadBalancer[] = [];
    for (const { words, lines } of readSections(stdout)) {
      if (words[0] === 'answer') found.at(-1)?.answers.push({ port: Number(words[1]), answer: words[2] ?? '' });
      else if (words[0] === 'haproxy') found.push({ program: 'HAProxy', groups: haproxyGroups(lines), answers: [] });
      else if (words[0] === 'nginx') found.push({ program: 'Nginx', groups: nginxGroups(lines), answers: [] });
    }
    return found;
  },
});

/** Sections `backend` and `listen` with their `server` lines (HAProxy's configuration manual, 4.1). */
function haproxyGroups(lines: string[]): string[][] {
  const groups: string[][] = [];
  let current: string[] | null = null;
  for (const line of lines) {
    const [word = '', , address = ''] = line.trim().split(/\s+/);
    if (/^(?:global|defaults|frontend|backend|listen|peers|resolvers|userlist)$/.test(word)) {
      current = word === 'backend' || word === 'listen' ? [] : null;
      if (current) groups.push(current);
    } else if (current && word === 'server' && !current.includes(address)) current.push(address);
  }
  return groups;
}

/** `upstream NAME { server …; }` that some `*_pass` names (ngx_http_upstream_module). */
function nginxGroups(lines: string[]): string[][] {
  const text = lines.map((line) => line.split('#')[0] ?? '').join('\n');
  return text
    .split(/\bupstream\s+/)
    .slice(1)
    .flatMap((part) => {
      const [name = '', rest = ''] = part.split('{', 2);
      const body = rest.split('}', 1)[0] ?? '';
      const used = text.includes(`://${name.trim()}`) || new RegExp(String.raw`_pass\s+${name.trim().replaceAll(/[^\w-]/g, '.')}\s*;`).test(text);
      const servers = [...body.matchAll(/\bserver\s+([^\s;]+)/g)].map(([, address = '']) => address);
      return used ? [[...new Set(servers)]] : [];
    });
}
