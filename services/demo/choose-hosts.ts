import { liveLabSupport, missingLabPackages } from '#lab/support.ts';
import { ensurePackages } from '#setup/packages.ts';
import type { DemoHosts } from './demo-host.ts';
import { startLiveHosts } from './live-hosts.ts';
import { startRecordedHosts } from './recorded-hosts.ts';

/** Live hosts where the machine can run them, else recorded ones with the reason. `forced` takes one kind alone. */
export async function startDemoHosts(forced: 'live' | 'recorded' | undefined, log: (line: string) => void): Promise<DemoHosts> {
  if (forced === 'recorded') return startRecordedHosts();
  const obstacle = await startLive(log);
  if (typeof obstacle !== 'string') return obstacle;
  if (forced === 'live') throw new Error(`Live hosts cannot start: ${obstacle} Leave --hosts away to go on with recorded ones.`);
  log(`Live hosts cannot start: ${obstacle}`);
  log('Going on with recorded hosts: they play back what live ones answered.');
  return startRecordedHosts();
}

async function startLive(log: (line: string) => void): Promise<DemoHosts | string> {
  const missing = missingLabPackages();
  if (missing.length > 0 && process.platform === 'linux') {
    const outcome = await ensurePackages(missing, { log, purpose: 'live lab hosts' });
    if ('missing' in outcome) return outcome.advice;
  }
  const support = await liveLabSupport();
  if (!support.supported) return support.reason;
  try {
    return await startLiveHosts(log);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
