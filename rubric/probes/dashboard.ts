import { defineProbe } from '../probe.ts';

export interface Dashboard {
  /** What Grafana and Prometheus answered on the machine itself; null: nothing like them. */
  grafana: string | null;
  prometheus: string | null;
  /** Dashboards as files: provisioned, or among the deliverables. */
  files: { path: string; panels: number }[];
}

/** Grafana and Prometheus asked by their own health pages (/api/health, /-/healthy, buildinfo), and dashboards as JSON files. */
export const dashboard = defineProbe({
  id: 'dashboard',
  runAs: 'login',
  phase: 'experiment',
  timeoutSeconds: 8,
  command: `command -v curl >/dev/null || exit 127
ask() { printf '@%s %s\\n' "$1" "$(curl -s -m 2 "http://127.0.0.1:$2" 2>/dev/null | head -c 2000 | tr '\\n' ' ')"; }
ask grafana 3000/api/health &
ask prometheus 9090/-/healthy &
ask build 9090/api/v1/status/buildinfo &
folder=\${NG_DELIVERABLES:-$NG_HOME}
case $folder in /*) ;; *) folder=$NG_HOME/\${folder#'~/'} ;; esac
find "$folder" /etc/grafana/provisioning /var/lib/grafana/dashboards -maxdepth 6 \\( -name '.?*' -o -name node_modules -o -name site-packages \\) -prune -o \\
  -type f -name '*.json' -size -2048k -print 2>/dev/null | head -n 200 | while IFS= read -r path; do
  grep -qs '"panels"' "$path" && printf '@file %s %s\\n' "$(grep -o '"gridPos"\\|"targets"' "$path" | sort | uniq -c | sort -rn | awk 'NR == 1 { print $1 + 0; found = 1 } END { if (!found) print 0 }')" "$path"
done
wait`,
  parse({ stdout }): Dashboard {
    const said = (word: string) => new RegExp(`^@${word} (.*)$`, 'm').exec(stdout)?.[1] ?? '';
    const grafana = /"database"\s*:\s*"ok"/.test(said('grafana')) ? (/"version"\s*:\s*"([\w.+-]{1,40})"/.exec(said('grafana'))?.[1] ?? 'some version') : null;
    const healthy = /^Prometheus(?: Server)? is Healthy/i.test(said('prometheus')) || /"status"\s*:\s*"success".*"version"/.test(said('build'));
    const files = [...stdout.matchAll(/^@file (\d+) (.+)$/gm)].map(([, panels, path = '']) => ({ path, panels: Number(panels) }));
    return { grafana, prometheus: healthy ? (/"version"\s*:\s*"([\w.+-]{1,40})"/.exec(said('build'))?.[1] ?? 'some version') : null, files };
  },
});
