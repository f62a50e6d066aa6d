import { type Lab, openLab } from '#lab/lab.ts';
import { runEnrolment } from '#lab/enrol.ts';
import type { LabHost } from '#lab/host.ts';
import { applyComplete, readDefects } from '#lab/states.ts';
import { type DemoHost, type DemoHosts, demoStates, pasteLine } from './demo-host.ts';

/** Boots the demo's hosts as real Debian machines, side by side. Throws the lab's errors. */
export async function startLiveHosts(log: (line: string) => void): Promise<DemoHosts> {
  const lab = await openLab({ log });
  try {
    const hosts = await Promise.all(demoStates.map((state) => startHost(lab, state)));
    return { kind: 'live', hosts, networks: [lab.network], [Symbol.asyncDispose]: () => lab.close() };
  } catch (error) {
    await lab.close();
    throw error;
  }
}

async function startHost(lab: Lab, state: (typeof demoStates)[number]): Promise<DemoHost> {
  const host = await lab.boot(`demo-${state}`);
  return {
    name: state,
    title: await applyState(host, state),
    address: host.address,
    port: host.port,
    login: 'student',
    enrol: async (script) => pasteLine(await runEnrolment(host, script)),
  };
}

async function applyState(host: LabHost, state: (typeof demoStates)[number]): Promise<string> {
  if (state === 'stock') return 'Nothing done yet';
  await applyComplete(host);
  if (state === 'complete') return 'Everything done';
  const defect = readDefects().find(({ name }) => name === state);
  if (!defect) throw new Error(`There is no defect called ${state} below lab/states/defects`);
  await host.applyState(defect.file);
  return defect.title;
}
