import type { Listener } from '../network/listeners.ts';
import { defineProbe, UnparsableOutput } from '../probe.ts';

/** Listening TCP and bound UDP sockets, `ss -Htulnp` (ss(8)); the process is known only where it ran as root. */
export const ssListening = defineProbe({
  id: 'ss-listening',
  tools: ['ss'],
  runAs: 'root',
  command: 'ss -Htulnp',
  maxBytes: 131_072,
  parse(output): Listener[] {
    if (output.exit !== 0) throw new UnparsableOutput(`ss ended with ${output.exit}: ${output.stderr.trim().slice(0, 200)}`);
    return output.stdout.split('\n').flatMap((line) => {
      const [, protocol, address, port] = /^(tcp|udp)\s+\S+\s+\d+\s+\d+\s+(\S+):(\d+)\s/.exec(line) ?? [];
      if (protocol === undefined || address === undefined) return [];
      const bare = address.replace(/%[^\]]*/, '').replace(/^\[(.*)\]$/, '$1');
      return [
        {
          protocol: protocol as Listener['protocol'],
          address: bare === '*' ? '::' : bare,
          port: Number(port),
          process: /users:\(\("([^"]*)"/.exec(line)?.[1] ?? null,
        },
      ];
    });
  },
});
