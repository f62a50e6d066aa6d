import { runTool } from './tool.ts';

/**
 * The one-line apt sources of a Debian suite (with its updates and security), from the places that this machine's own
 * apt is configured for, so that mirrors and proxies of a site are used: for a suite that apt does not know, those of
 * the suite that it does. Empty where apt knows no Debian.
 */
export async function aptSources(suite: string): Promise<string[]> {
  const format = '$(ORIGIN)\t$(RELEASE)\t$(REPO_URI)\t$(COMPONENT)';
  const targets = await runTool('apt-get', ['indextargets', '--format', format, 'Created-By: Packages']);
  const found = targets.split('\n').flatMap((row) => {
    const [origin, release, uri, component] = row.split('\t');
    const [, name, part = ''] = /^([a-z]+)(-updates|-security)?$/.exec(release ?? '') ?? [];
    return origin === 'Debian' && component === 'main' && name !== undefined ? [{ name, line: `deb ${uri} ${suite}${part} main` }] : [];
  });
  const own = found.filter(({ name }) => name === suite);
  return [...new Set((own.length > 0 ? own : found).map(({ line }) => line))];
}
