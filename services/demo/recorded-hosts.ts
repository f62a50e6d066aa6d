import { startRecordedHost } from '#lab/recorded/recorded-host.ts';
import { readRecordings } from '#lab/recorded/recording.ts';
import { type DemoHost, type DemoHosts, demoStates } from './demo-host.ts';

/** The demo's hosts, played back from recordings of live ones, on free loopback ports. */
export async function startRecordedHosts(): Promise<DemoHosts> {
  const recordings = readRecordings();
  const started = await Promise.all(
    Object.entries(demoStates).map(async ([name, state]) => {
      const recording = recordings.get(state);
      if (!recording) throw new Error(`There is no recording of ${state} below lab/recorded/hosts`);
      return { ...(await startRecordedHost(recording)), name, title: `${recording.title} (recorded)` };
    }),
  );
  const hosts = started.map((host): DemoHost => ({
    name: host.name,
    title: host.title,
    address: host.address,
    port: host.port,
    login: host.login,
    enrol: (script) => Promise.resolve(host.enrol(script)),
  }));
  return {
    kind: 'recorded',
    hosts,
    networks: ['127.0.0.0/8'],
    [Symbol.asyncDispose]: async () => void (await Promise.all(started.map((host) => host.stop()))),
  };
}
