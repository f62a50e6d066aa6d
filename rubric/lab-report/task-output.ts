import type { Block, GuideText } from '../guide/blocks.ts';
import { isExerciseText } from './exercise-text.ts';

/** A task of the exercise: what its headings are called, and lines that only its tools print. */
interface Task {
  number: number;
  topic: RegExp;
  output: RegExp;
}

/** Lines as only tools that look names up print them; a look-up that failed is diagnosis too. */
export const dnsOutput =
  /^[\s>|]*;; ?(?:->>HEADER<<-|ANSWER SECTION|SERVER: |Query time: |connection timed out|communications error|no servers could be reached)|^[\s>|]*(?:Address:\s+\S+#\d+|\*\* server can't find \S+)|^[\s>|]*(?:\S+\.\S+ has (?:IPv6 )?address \S+|Host \S+ not found: \d\()|-- Information acquired via protocol|Current DNS Server:\s*\S|DNS Servers?:?\s+[\dA-Fa-f]+[.:]|^[\s>|]*resolv\.conf mode: \w/;

export const tasks: readonly Task[] = [
  {
    number: 1,
    topic: /interface|inspect|schnittstelle|network config|netzwerkkonfig/i,
    output: /^\s*inet6? [\da-f.:]+\/\d+ .*scope|^\s*link\/ether [\da-f:]{17}|\bdefault via \S+ dev|^\s*inet (?:addr:)?[\d.]+\s+(?:netmask|Bcast)|^(?:tcp|udp)6?\s+\d+\s+\d+\s|^0\.0\.0\.0\s+[\d.]+\s|\b(?:LISTEN|UNCONN)\s+\d+\s+\d+\s/,
  },
  {
    number: 2,
    topic: /\bssh|harden|härt/i,
    output:
      /\bSHA256:[\w+/]{20}|^\s*(?:permitrootlogin|passwordauthentication|maxauthtries|maxsessions|logingracetime|pubkeyauthentication|x11forwarding|clientaliveinterval) \S+|Generating public\/private|Your (?:identification|public key) has been saved|Permission denied \(publickey|^\s*debug1: |\bssh-ed25519 AAAA|OpenSSH_\d|(?:ssh|sshd)\.service - |Server listening on|^-rw-.*ml_platform_key/,
  },
  {
    number: 3,
    topic: /firewall|\bufw|iptables|nftables/i,
    output:
      /^\s*(?:Status|Zustand): (?:active|Aktiv)|^\s*(?:\[ ?\d+\] )?\S+(?: \(v6\))?\s+(?:ALLOW|DENY|LIMIT|REJECT)(?: IN| OUT| FWD)?\s+\S|Chain \w+ \(policy|^\s*:(?:INPUT|FORWARD) (?:DROP|ACCEPT) \[|^\s*pkts\s+bytes\s+target|type filter hook input|^\s*\d+\/tcp\s+(?:open|closed|filtered)\s/,
  },
  {
    number: 4,
    topic: /connectiv|konnektiv|verbindung|tcpdump|traceroute|troubleshoot.*conn/i,
    output:
      /\d+ bytes from |\d+ packets transmitted|^\s*PING \S+ \(|^\s*traceroute to \S+ \(|Connection to \S+ \d+ port .*succeeded|\bFlags \[[SFRP.]+\]|\d+ packets captured|Connection refused|^HOST: .*Loss%|No route to host|\(UNKNOWN\) \[[\d.]+\]/,
  },
  { number: 5, topic: /\bdns|name resolution|namensauflösung|resolv/i, output: dnsOutput },
  {
    number: 6,
    topic: /perform|latenc|latenz|bandwidth|bandbreite|leistung|durchsatz|iperf/i,
    output: /[\d.]+ [KMG]?bits\/sec|\[ ?ID\] Interval|^\s*RX:\s+bytes|^\s*RX errors|NIC statistics|rx_(?:packets|bytes): \d|^\s*Iface\s+MTU|\[?[\d: -]{10,}\]?\s*Established: \d+|rtt min\/avg\/max\/mdev = |"bits_per_second"/,
  },
  {
    number: 7,
    topic: /segment|namespace|namensr|isol|docker/i,
    output:
      /^\s*(?:ml-(?:training|serving)|train\w*|serv\w*)(?: \(id: \d+\))?\s*$|\bveth-\w+@|inet 10\.100\.|NETWORK ID\s+NAME|"(?:Subnet|IPAMConfig)"\s*:|CONTAINER ID\s+IMAGE|connect: Network is unreachable/i,
  },
  {
    number: 8,
    topic: /script|skript|debug|common ml|timeout|troubleshooting common|latency issue/i,
    output: /^=+ (?:Debugging connection to|Debug Complete|Latency Analysis for|Analysis Complete)|^\[\d\] (?:DNS Resolution|Ping Test|Port \d+ Test|RTT Measurement)|^[✓✗✔✘] (?:Resolved|Host|Port|Service|No )|\bP9[59]\W{1,4}[\d.]+/,
  },
];

export interface TaskCoverage {
  number: number;
  /** The line of the report that shows it; null where nothing does. */
  line: number | null;
}

/** For each task, whether the report holds output of it: a line as its tools print it, or pasted output below its heading. */
export function taskCoverage(report: GuideText, pictureExists: (file: string) => boolean): TaskCoverage[] {
  const lines = report.blocks.flatMap(linesOf).filter(({ text }) => !isExerciseText(text) && !isTyped(text));
  return tasks.map((task) => {
    const signature = lines.find(({ text }) => task.output.test(text));
    const below = report.blocks.filter(({ headings }) => headings.some((heading) => isAbout(task, heading)));
    const pasted = below.find((block) => block.kind === 'code' && outputLines(block.text) >= 2);
    const shot = report.pictures.find(({ headings, file }) => headings.some((heading) => isAbout(task, heading)) && pictureExists(file));
    return { number: task.number, line: signature?.line ?? pasted?.line ?? shot?.line ?? null };
  });
}

// What people call a task in their languages, then its number.
const numbered =
  /^(?:[^\p{L}\d]*(?:task|todo|exerci[sc]e|step|part|section|aufgabe|übung|schritt|teil|tarea|ejercicio|parte|paso|tâche|étape|partie|exerc[ií]cio|esercizio|compito|opdracht|zadanie|ćwiczenie|задан\p{L}*|упражн\p{L}*|任务|练习)?[\s:#.-]*)([1-8])(?![\d])/iu;

/** "Task 3", "3.1 Set up UFW", "TODO 3.2", or a word of the topic. A number that names another task wins over words. */
function isAbout({ number, topic }: Task, heading: string): boolean {
  const [, named] = numbered.exec(heading) ?? [];
  return named === undefined ? topic.test(heading) : Number(named) === number;
}

function linesOf(block: Block): { text: string; line: number }[] {
  if (block.kind === 'table') return block.rows.map((row) => ({ text: row.join(' | '), line: block.line }));
  if (block.kind === 'list') return block.items.map(({ text }) => ({ text, line: block.line }));
  return block.text.split('\n').map((text, index) => ({ text, line: block.line + index + (block.kind === 'code' ? 1 : 0) }));
}

/** A line that somebody typed: a prompt, a comment, a command of a script. */
function isTyped(text: string): boolean {
  return /^\s*(?:[\w.@~:/-]*[$#] |#|\$\w|sudo |echo |printf |if |then\b|else\b|fi\b|for |while |do\b|done\b|[A-Z_]+=|cat |EOF\b)|\becho\b.*"|\$\{?\w+\}?.*(?:echo|;)/.test(text);
}

const command =
  /^\s*(?:ip|ss|ssh|ssh-keygen|ping|dig|host|nslookup|traceroute|mtr|nc|telnet|tcpdump|iperf3|docker|ufw|iptables|nft|systemctl|resolvectl|chmod|mkdir|cp|curl|nmap|ethtool|netstat|watch|tail|grep|nohup|timeout|psql|bash|sh|\.\/\S+|ls|time|touch|tee|netplan|apt|awk|sed|sort)\s/;

function outputLines(text: string): number {
  return text.split('\n').filter((line) => line.trim() !== '' && !isTyped(line) && !isExerciseText(line) && !command.test(line)).length;
}
