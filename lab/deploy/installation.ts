import { ApiClient } from '#services/demo/client.ts';
import type { Engine } from './engine.ts';

export const apiUrl = 'http://127.0.0.1:8080';
export const services = ['api', 'worker', 'postgres', 'redis'] as const;

/** The running installation, looked at as its operator does. */
export class Installation {
  readonly engine: Engine;
  readonly folder: string;

  constructor(engine: Engine, folder: string) {
    this.engine = engine;
    this.folder = folder;
  }

  compose(...args: string[]): Promise<string> {
    return this.engine.compose(this.folder, ...args);
  }

  async containers(service = ''): Promise<string[]> {
    return (await this.compose('ps', '-q', ...(service ? [service] : []))).split('\n').filter(Boolean);
  }

  inspect(container: string, format: string): Promise<string> {
    return this.engine.docker('inspect', '--format', format, container).then((text) => text.trim());
  }

  /** Waits until every container is healthy. Throws with the state of those that are not. */
  async untilHealthy(): Promise<number> {
    const deadline = Date.now() + 240_000;
    for (;;) {
      const containers = await this.containers();
      const states = await Promise.all(containers.map((one) => this.inspect(one, '{{.Name}} {{.State.Health.Status}}')));
      const others = states.filter((state) => !state.endsWith(' healthy'));
      if (others.length === 0) return states.length;
      if (Date.now() > deadline) throw new Error(`Not healthy: ${others.join(', ')}\n${await this.compose('ps')}\n${await this.compose('logs', '--tail', '30')}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  /** A new staff account's token, made in the API's container. */
  async staff(): Promise<ApiClient> {
    const token = await this.compose('exec', '-T', 'api', 'node', 'services/cli/main.ts', 'token', 'create', '--user', 'Proof', '--staff');
    return new ApiClient(apiUrl, token.trim());
  }
}
