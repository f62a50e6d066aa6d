/** How a run of a script ended, as far as its shell is concerned. */
export interface ShellRun {
  exit: number;
  /** stdout and stderr together. */
  output: string;
}

// What bash, dash and busybox say when they do not understand a line; never what a program says that they start.
const misunderstood =
  /^(?:syntax error|unexpected E(?:OF|nd of file)|Syntax error|[Bb]ad substitution|bad interpreter|cannot execute|Exec format error|\S+: bad substitution|(?:cannot|can't) (?:open|create) \/dev\/(?:tcp|udp)\/|\S+: (?:unbound variable|parameter not set|readonly variable|bad array subscript|not a valid identifier)|.*unexpected EOF while looking for matching|\S+: (?:syntax error|arithmetic syntax error)|.*\(error token is )/;
const notFound = /^(\S{1,80}): (?:command )?not found$/;
/** Tools that a machine may lack without the script being wrong. */
const optional =
  /^(?:\S*\/)?(?:ping6?|fping|mtr|traceroute6?|tracepath6?|host|dig|nslookup|drill|nc|ncat|netcat|nmap|telnet|curl|wget|bc|dc|jq|gawk|python3?|perl|iperf3?|tcpdump|ethtool|ifconfig|netstat|route|arp|ss|ip|lsof|systemctl|resolvectl|systemd-resolve|journalctl|logger|ifstat|sar|vnstat|iftop|nload|bmon|docker|column|tput|notify-send|mail|sudo|timeout|ts|stdbuf|redis-cli|psql|pg_isready|nvidia-smi|rdma|ibstat)$/;

/**
 * Why a run was no sound one, in words that follow the script's name; null where its shell had nothing to say. A script
 * may end with any status of its own; only statuses by which shells report failures of theirs count, and crashes.
 */
export function shellError(script: string, { exit, output }: ShellRun): { words: string; quote: string } | null {
  let toolIsMissing = false;
  for (const line of output.split('\n').slice(0, 3000)) {
    const said = saidByShell(script, line.slice(0, 600));
    if (said === null) continue;
    const [, command] = notFound.exec(said) ?? [];
    if (command !== undefined && optional.test(command)) toolIsMissing = true;
    else if (command !== undefined) return { words: `calls ${command}, which its shell does not know`, quote: line };
    else if (misunderstood.test(said)) return { words: 'has a line that its shell refuses', quote: line };
  }
  if (exit === 126) return { words: 'cannot be run by its shell (status 126)', quote: '' };
  if (exit === 127 && !toolIsMissing) return { words: 'calls a command that is not there (status 127)', quote: '' };
  if ([132, 134, 135, 136, 139].includes(exit)) return { words: `crashed (signal ${exit - 128})`, quote: '' };
  return null;
}

/** The message of `script.sh: line 9: …` (bash), `script.sh: 9: …` (dash), `bash: line 1: …` (bash -c); null for other lines. */
function saidByShell(script: string, line: string): string | null {
  const [, speaker = '', rest = ''] = /^([^\s:]{1,200}): (?:-c: )?(?:line )?(?:\d+: )?(.*)$/.exec(line) ?? [];
  const name = speaker.split('/').at(-1) ?? '';
  const itself = name.toLowerCase().replaceAll('-', '_').startsWith(script);
  return itself || /^(?:ba|da)?sh$|^timeout$|^env$/.test(name) ? rest : null;
}
