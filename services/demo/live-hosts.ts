import { type Lab, openLab } from '#lab/lab.ts';
import { runEnrolment } from '#lab/enrol.ts';
import { bootInState, readStates } from '#lab/states.ts';
import { type DemoHost, type DemoHosts, demoStates, pasteLine } from './demo-host.ts';

/** Boots the demo's hosts as real Debian machines, side by side. Throws the lab's errors. */
export async function startLiveHosts(log: (line: string) => void): Promise<DemoHosts> {
  const lab = await openLab({ log });
  try {
    const hosts = await Promise.all(Object.entries(demoStates).map(([name, state]) => startHost(lab, name, state)));
    return { kind: 'live', hosts, networks: [lab.network], [Symbol.asyncDispose]: () => lab.close() };
  } catch (error) {
    await lab.close();
    throw error;
  }
}

async function startHost(lab: Lab, name: string, wanted: string): Promise<DemoHost> {
  const state = readStates().find((candidate) => candidate.name === wanted);
  if (!state) throw new Error(`There is no state called ${wanted} below lab/states`);
  const host = await bootInState(lab, `demo-${name}`, state);
  return {
    name,
    title: state.title,
    address: host.address,
    port: host.port,
    login: 'student',
    enrol: async (script) => pasteLine(await runEnrolment(host, script)),
  };
}
