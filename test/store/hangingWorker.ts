import { createTaskQueue } from '../../src/store/queue.ts';
import { handlers, memoryLog } from './harness.ts';

/** A replica that takes a provision task, says so, and never ends: to be killed. */
const [url = ''] = process.argv.slice(2);
const queue = await createTaskQueue(url, { log: memoryLog() });
await queue.start(
  handlers({
    provision: () => {
      process.stdout.write('taken\n');
      return new Promise(() => undefined);
    },
  }),
);
