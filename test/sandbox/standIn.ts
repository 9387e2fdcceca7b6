import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

/** Stands in for the bot and for the simulator: answers on the port that it is given, and notes its end. */
const { SIMULATOR_PORT, PORT, STAND_IN_REFUSES, STAND_IN_NOTES } = process.env;
const name = SIMULATOR_PORT ? 'simulator' : 'bot';

if (STAND_IN_REFUSES === name) {
  process.stderr.write('seatkeeper.yaml: environments[0].limit is "lots", which is no number\n');
  process.exit(1);
}

createServer((request, response) => {
  if (request.url === '/fall') process.exit(3);
  response.end(String(process.pid));
}).listen(Number(SIMULATOR_PORT ?? PORT), '127.0.0.1');

process.once('SIGTERM', () => {
  if (STAND_IN_NOTES) appendFileSync(STAND_IN_NOTES, `${name}\n`);
  process.exit();
});
