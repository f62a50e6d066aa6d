import type { ApiDependencies } from '../../../api/dependencies.ts';

/** Has a worker find out what a draft would change. False where the queue does not answer: whoever waits may ask again. */
export async function beginPreview({ queues, log }: Pick<ApiDependencies, 'queues' | 'log'>, id: string): Promise<boolean> {
  try {
    await queues.enqueueErrand({ kind: 'preview-draft', id });
    return true;
  } catch (error) {
    log.error({ err: error, draft: id }, 'enqueueing failed');
    return false;
  }
}
