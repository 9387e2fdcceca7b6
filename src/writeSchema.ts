import { writeFileSync } from 'node:fs';
import { configurationSchema } from './configurationFile.ts';

/** `npm run schema`: the JSON Schema that editors check seatkeeper.yaml with. A test keeps it up to date. */
writeFileSync(
  new URL('../seatkeeper.schema.json', import.meta.url),
  `${JSON.stringify(configurationSchema(), null, 2)}\n`,
);
